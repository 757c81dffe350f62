package io.adbpg.sync.job;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;

/**
 * A registry for several threads: Camel's own keep their beans in plain maps, but routes of edited files bind beans while others look
 * them up.
 */
final class SharedRegistry implements Registry {
    private final Registry beans;

    private SharedRegistry(Registry beans) {
        this.beans = beans;
    }

    /** Makes a context's registry one for several threads. */
    static void share(DefaultRegistry registry) {
        registry.setFallbackRegistry(new SharedRegistry(registry.getFallbackRegistry()));
        registry.setSupplierRegistry(new SharedRegistry(registry.getSupplierRegistry()));
    }

    @Override
    public synchronized void bind(String id, Class<?> type, Object bean) {
        beans.bind(id, type, bean);
    }

    @Override
    public synchronized void bind(String id, Class<?> type, Object bean, String initMethod, String destroyMethod) {
        beans.bind(id, type, bean, initMethod, destroyMethod);
    }

    @Override
    public synchronized void bind(String id, Class<?> type, Supplier<Object> bean) {
        beans.bind(id, type, bean);
    }

    @Override
    public synchronized void bind(
            String id, Class<?> type, Supplier<Object> bean, String initMethod, String destroyMethod) {
        beans.bind(id, type, bean, initMethod, destroyMethod);
    }

    @Override
    public synchronized void bindAsPrototype(String id, Class<?> type, Supplier<Object> bean) {
        beans.bindAsPrototype(id, type, bean);
    }

    @Override
    public synchronized void unbind(String id) {
        beans.unbind(id);
    }

    @Override
    public synchronized Object lookupByName(String name) {
        return beans.lookupByName(name);
    }

    @Override
    public synchronized <T> T lookupByNameAndType(String name, Class<T> type) {
        return beans.lookupByNameAndType(name, type);
    }

    @Override
    public synchronized <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return beans.findByTypeWithName(type);
    }

    @Override
    public synchronized <T> Set<T> findByType(Class<T> type) {
        return beans.findByType(type);
    }
}
