#!/usr/bin/env bash
# Camel 4.14.1 and 4.17.0: sending to a `direct:` endpoint whose route was stopped, suspended or removed.
#
# One would guess: it fails at once, as a call to something that is not there does.
# It is so: in all three cases the caller's thread waits for 30 seconds, inside whatever transaction it has open, and only
# then fails. If a route from that endpoint starts meanwhile, even one of another id with other steps, it takes the message as
# if nothing had happened. failIfNoConsumers changes nothing; block=false on the sender does.
#
# Output seen:
#   4.14.1
#     removed, direct:orders, another route after 5 s: taken by another route after about 5 s
#     removed, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     removed, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
#     stopped, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     stopped, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
#     stopped, direct:orders?failIfNoConsumers=true: DirectConsumerNotAvailableException after about 30 s
#     suspended, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     suspended, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
#   4.17.0
#     removed, direct:orders, another route after 5 s: taken by another route after about 5 s
#     removed, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     removed, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
#     stopped, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     stopped, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
#     stopped, direct:orders?failIfNoConsumers=true: DirectConsumerNotAvailableException after about 30 s
#     suspended, direct:orders: DirectConsumerNotAvailableException after about 30 s
#     suspended, direct:orders?block=false: DirectConsumerNotAvailableException after about 0 s
. "$(dirname "$0")/lib.sh"

cat >"$tmp/Direct.java" <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

public class Direct {
    public static void main(String[] arguments) throws Exception {
        System.out.println(new DefaultCamelContext().getVersion());
        List<Thread> threads = new ArrayList<>();
        for (String how : new String[] {"stopped", "suspended", "removed"}) {
            for (String option : new String[] {"", "?block=false"}) {
                threads.add(new Thread(() -> send(how, option, null)));
            }
        }
        threads.add(new Thread(() -> send("stopped", "?failIfNoConsumers=true", null)));
        threads.add(new Thread(() -> send("removed", "", "another route")));
        for (Thread thread : threads) {
            thread.start();
            thread.join(40);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        LINES.stream().sorted().forEach(System.out::println);
        System.exit(0);
    }

    private static final List<String> LINES = java.util.Collections.synchronizedList(new ArrayList<>());

    private static void send(String how, String option, String next) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route("orders"));
            context.start();
            if (how.equals("suspended")) {
                context.getRouteController().suspendRoute("orders");
            } else {
                context.getRouteController().stopRoute("orders");
            }
            if (how.equals("removed")) {
                context.removeRoute("orders");
            }
            if (next != null) {
                new Thread(() -> {
                    try {
                        Thread.sleep(5000);
                        context.addRoutes(route(next));
                    } catch (Exception e) {
                        e.printStackTrace();
                    }
                }).start();
            }
            long start = System.nanoTime();
            Exchange exchange = context.createProducerTemplate().request("direct:orders" + option, sent -> {});
            long seconds = Math.round((System.nanoTime() - start) / 5e9) * 5;
            LINES.add("  " + how + ", direct:orders" + option + (next == null ? "" : ", another route after 5 s") + ": "
                    + (exchange.getException() == null
                            ? "taken by " + exchange.getMessage().getBody()
                            : exchange.getException().getClass().getSimpleName())
                    + " after about " + seconds + " s");
        } catch (Exception e) {
            LINES.add(e.toString());
        }
    }

    private static RouteBuilder route(String id) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").routeId(id).setBody(constant(id));
            }
        };
    }
}
JAVA
main() {
    local version
    for version in 4.14.1 4.17.0; do
        jars "$version" "org.apache.camel:camel-core:$version"
        run_java "$version" Direct.java 2>"$tmp/log"
    done
}
finding main
