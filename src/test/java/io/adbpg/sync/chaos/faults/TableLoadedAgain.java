package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.List;
import java.util.Random;

/** A table is loaded again. */
public final class TableLoadedAgain implements Fault {
    /** Tables whose rows need not agree with those of another table at each moment. */
    private static final List<String> RELOADABLE =
            List.of("items", "events", "documents", "prices", "growing", "cleared", "bulk");

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().ask("/api/reload?table=public." + RELOADABLE.get(random.nextInt(RELOADABLE.size())));
    }
}
