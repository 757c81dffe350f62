package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.EntryPlaces;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route files of {@code camel.main.routes-include-pattern}, and checks them. */
public final class CheckedRoutes extends DefaultRoutesCollector {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedRoutes.class);

    private final Refusal withheld;
    /** Whether files were found, and Camel has not made routes of all of them yet. */
    private boolean isLoading;

    /** Finds all files. */
    public CheckedRoutes() {
        this(null);
    }

    /**
     * Finds the files that only answer requests, so that the job can say what is wrong with the others until they are mended.
     *
     * @param withheld why the others can't be loaded; null if they can
     */
    public CheckedRoutes(Refusal withheld) {
        this.withheld = withheld;
    }

    /** Whether a failure is one of making routes of the files. */
    public boolean isLoading() {
        return isLoading;
    }

    /** Notes that Camel has made routes of all files. */
    public void areLoaded() {
        isLoading = false;
    }

    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(
            CamelContext context, String excludePattern, String includePattern) {
        Collection<Resource> files = find(context, excludePattern, includePattern);
        isLoading = true;
        if (withheld != null) {
            files = files.stream().filter(RouteFiles::onlyAnswers).toList();
        }
        context.getRegistry().bind(EntryPlaces.NAME, RouteFiles.check(files));
        RouteTakeover takeover = context.getRegistry().mandatoryFindSingleByType(RouteTakeover.class);
        takeover.startedWith(files, () -> find(context, excludePattern, includePattern));
        if (withheld != null) {
            takeover.startedWithout(withheld);
        }
        return files;
    }

    private Collection<Resource> find(CamelContext context, String excludePattern, String includePattern) {
        try {
            Collection<Resource> files = super.findRouteResourcesFromDirectory(context, excludePattern, includePattern);
            if (!files.isEmpty() && files.stream().allMatch(Resource::exists)) {
                return files;
            }
        } catch (RuntimeCamelException e) {
            LOG.debug("cannot find route files", e);
        }
        throw Refusal.usage(
                "no files match camel.main.routes-include-pattern={0}: correct it, or run in the folder that"
                        + " holds application.properties and routes/",
                includePattern);
    }
}
