#!/usr/bin/env bash
# Camel 4.14.1 and 4.17.0: beans looked up by type in a context's registry while another thread binds some.
#
# One would guess: a context to which routes can be added while it runs has a registry for several threads; the many lookups by
# type, by which a context or a component finds what it needs when it starts, say nothing of it.
# It is so: the registry is a LinkedHashMap without a lock. A lookup by type that meets a bind, such as that of a bean of
# a route template, throws, and whatever has looked something up fails with it.
#
# Output seen:
#   4.14.1
#     findByType: ConcurrentModificationException
#     findByType, with a registry of one's own under a lock: none
#   4.17.0
#     findByType: ConcurrentModificationException
#     findByType, with a registry of one's own under a lock: none
. "$(dirname "$0")/lib.sh"

cat >"$tmp/Shared.java" <<'JAVA'
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;

public class Shared {
    private static final int BEANS = 4000;

    public static void main(String[] arguments) throws Exception {
        System.out.println(new DefaultCamelContext().getVersion());
        DefaultRegistry plain = new DefaultRegistry();
        System.out.println("  findByType: " + whileBound(plain, () -> plain.findByType(Runnable.class)));
        DefaultRegistry locked = new DefaultRegistry();
        locked.setFallbackRegistry(new Locked());
        System.out.println("  findByType, with a registry of one's own under a lock: "
                + whileBound(locked, () -> locked.findByType(Runnable.class)));
        System.exit(0);
    }

    /** What the look throws within some rounds in which another thread binds beans. */
    private static String whileBound(Registry registry, Callable<?> look) throws Exception {
        for (int round = 0; round < 20; round++) {
            int first = round * BEANS;
            AtomicBoolean over = new AtomicBoolean();
            Thread binding = new Thread(() -> {
                for (int i = first; i < first + BEANS && !over.get(); i++) {
                    registry.bind("bean" + i, Integer.class, i);
                }
            });
            binding.start();
            try {
                while (binding.isAlive()) {
                    look.call();
                }
            } catch (Exception e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                return cause.getClass().getSimpleName();
            } finally {
                over.set(true);
                binding.join();
            }
        }
        return "none";
    }

    private static final class Locked extends SimpleRegistry {
        @Override
        public synchronized void bind(String id, Class<?> type, Object bean) {
            super.bind(id, type, bean);
        }

        @Override
        public synchronized <T> Set<T> findByType(Class<T> type) {
            return super.findByType(type);
        }

        @Override
        public synchronized <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return super.findByTypeWithName(type);
        }
    }
}
JAVA
main() {
    local version
    for version in 4.14.1 4.17.0; do
        jars "$version" "org.apache.camel:camel-core:$version"
        run_java "$version" Shared.java 2>"$tmp/log"
    done
}
finding main
