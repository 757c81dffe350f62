package io.adbpg.sync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.Test;

class SharedRegistryTest {
    private static final int BEANS = 20_000;

    private final DefaultRegistry registry = new DefaultRegistry();

    @Test
    void beansAreFoundWhileOthersAreBound() {
        // given
        SharedRegistry.share(registry);
        registry.bind("first", "bean");

        // when
        CountDownLatch looks = new CountDownLatch(1);
        CompletableFuture<Void> binding = CompletableFuture.runAsync(() -> {
            await(looks);
            for (int i = 0; i < BEANS; i++) {
                registry.bind("bean" + i, Integer.class, i);
                registry.bind("made" + i, Long.class, (Supplier<Object>) () -> 1L);
            }
        });
        while (!binding.isDone()) {
            assertThat(registry.findByType(String.class)).containsExactly("bean");
            assertThat(registry.lookupByName("first")).isEqualTo("bean");
            // Not before the classes of the assertions are loaded: all is bound by then otherwise.
            looks.countDown();
        }
        binding.join();

        // then
        assertThat(registry.findByType(Integer.class)).hasSize(BEANS);
        assertThat(registry.findByTypeWithName(Long.class)).hasSize(BEANS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
