package io.adbpg.sync.routes;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.PluginHelper;

/**
 * Routes of edited files in a context of their own, where none is started: what Camel refuses of them shows before the job's
 * routes are touched.
 */
final class Rehearsal implements AutoCloseable {
    private final DefaultCamelContext context;

    /**
     * Makes the routes.
     *
     * @param job the context whose beans and settings the routes name
     * @throws Exception what Camel refuses
     */
    Rehearsal(CamelContext job, Collection<Resource> files) throws Exception {
        context = new DefaultCamelContext(new DefaultRegistry(new Beans(job.getRegistry())));
        context.disableJMX();
        context.setAutoStartup(false);
        context.getPropertiesComponent().addPropertiesSource(new Placeholders(job));
        for (String name : job.getComponentNames()) {
            context.addComponent(
                    name, ObjectHelper.newInstance(job.hasComponent(name).getClass()));
        }
        try {
            context.start();
            PluginHelper.getRoutesLoader(context).loadRoutes(files);
        } catch (Exception e) {
            context.stop();
            throw e;
        }
    }

    /** The context of the routes. */
    CamelContext context() {
        return context;
    }

    @Override
    public void close() {
        context.stop();
    }

    /** The job's settings. */
    private record Placeholders(CamelContext job) implements PropertiesSource {
        @Override
        public String getName() {
            return "job";
        }

        @Override
        public String getProperty(String name) {
            return job.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
    }

    /** The job's beans, but components of its own: a component belongs to one context. */
    private record Beans(Registry job) implements BeanRepository {
        @Override
        public Object lookupByName(String name) {
            return own(job.lookupByName(name));
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            return own(job.lookupByNameAndType(name, type));
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return job.findByTypeWithName(type);
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return job.findByType(type);
        }

        @SuppressWarnings("unchecked")
        private static <T> T own(T bean) {
            return bean instanceof Component ? (T) ObjectHelper.newInstance(bean.getClass()) : bean;
        }
    }
}
