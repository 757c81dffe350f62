#!/usr/bin/env bash
# Camel 4.17.0, camel-main with camel-observability-services: the ports of a program that has a route from `platform-http:`.
#
# One would guess: camel.server.port says where such routes are served and camel.management.port where health and metrics are;
# without the latter these are on 9876, as the manual says.
# It is so: with both servers, each on a port of its own, a program without such a route starts and one with it does not: the
# route asks for the router of port 8080 whatever camel.server.port says. The port of a VertxPlatformHttpServerConfiguration
# in the registry is heeded. Without any setting health and metrics are on 8080, not on 9876.
#
# Output seen:
#   settings: camel.server.enabled=true camel.server.port=PORT-A camel.management.port=PORT-B
#     PORT-A: /command 404, /observe/health 404
#     PORT-B: /command 404, /observe/health 200
#   settings: route camel.server.enabled=true camel.server.port=PORT-A camel.management.port=PORT-B
#     No PlatformHttpEngine created and setup in registry with name: platform-http-router-8080
#   settings: route registered=PORT-A camel.server.enabled=true camel.server.port=PORT-A camel.management.port=PORT-B
#     PORT-A: /command 200, /observe/health 404
#     PORT-B: /command 404, /observe/health 200
#   settings: none
#     8080: /command 404, /observe/health 200
#     9876: /command no server, /observe/health no server
. "$(dirname "$0")/lib.sh"

cat >"$tmp/Ports.java" <<'JAVA'
import java.net.*;
import java.net.http.*;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.Main;

public class Ports {
    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addOverrideProperty("camel.server.host", "127.0.0.1");
        main.addOverrideProperty("camel.management.host", "127.0.0.1");
        boolean withRoute = false;
        List<Integer> ports = new ArrayList<>();
        for (String argument : arguments) {
            String[] setting = argument.split("=");
            if (setting[0].equals("route")) {
                withRoute = true;
            } else if (setting[0].equals("registered")) {
                VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
                server.setBindHost("127.0.0.1");
                server.setBindPort(Integer.parseInt(setting[1]));
                main.bind("server", server);
            } else if (setting[0].equals("look")) {
                ports.add(Integer.parseInt(setting[1]));
            } else {
                main.addOverrideProperty(setting[0], setting[1]);
            }
        }
        if (withRoute) {
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/command").setBody(constant("done"));
                }
            });
        }
        try {
            main.start();
            for (int port : ports) {
                System.out.println("  " + port + ": /command " + answer(port, "/command") + ", /observe/health " + answer(port, "/observe/health"));
            }
            main.stop();
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println("  " + cause.getMessage());
        }
        System.exit(0);
    }

    private static Object answer(int port, String path) throws Exception {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (ConnectException e) {
            return "no server";
        }
    }
}
JAVA
jars camel org.apache.camel:camel-main:4.17.0 org.apache.camel:camel-observability-services:4.17.0
ports() {
    echo "settings: $*" | sed -E "s/ ?look=[0-9]+//g; s/$first/PORT-A/g; s/$second/PORT-B/g; s/: *$/: none/"
    run_java camel Ports.java "$@" 2>"$tmp/log" | sed "s/^  $first:/  PORT-A:/; s/^  $second:/  PORT-B:/"
}
for port in 8080 9876; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "port $port is in use" >&2
        exit 2
    fi
done
main() {
    first=$(free_port)
    second=$(free_port)
    local servers="camel.server.enabled=true camel.server.port=$first camel.management.port=$second look=$first look=$second"
    # shellcheck disable=SC2086
    ports $servers
    # shellcheck disable=SC2086
    ports route $servers
    # shellcheck disable=SC2086
    ports route registered="$first" $servers
    ports look=8080 look=9876
}
finding main
