package io.adbpg.sync.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.platform.commons.support.ReflectionSupport;

/** Something that goes wrong for a while. Each class of package {@code faults} is one. */
public interface Fault {
    /** Lets it happen, and end. */
    void strike(Scene scene, Random random) throws Exception;

    /** Whether it can happen there. */
    default boolean canStrike(Scene scene) {
        return true;
    }

    /** What it is called, such as {@code job killed}. */
    default String title() {
        return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** All that can happen there and that {@code -Dchaos.faults} does not leave out, in an order that depends on nothing. */
    static List<Fault> all(Scene scene) {
        return ReflectionSupport.findAllClassesInPackage(
                        Fault.class.getPackageName() + ".faults", Fault.class::isAssignableFrom, name -> true)
                .stream()
                .map(ReflectionSupport::newInstance)
                .map(Fault.class::cast)
                .filter(fault -> fault.canStrike(scene))
                .filter(fault -> fault.title().matches(System.getProperty("chaos.faults", ".*")))
                .sorted((one, other) -> one.title().compareTo(other.title()))
                .toList();
    }

    /** Lets time go by: how long a fault lasts is what it is about. */
    static void pause(int millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
