package io.adbpg.sync.demo;

import io.adbpg.sync.failure.Program;
import java.util.List;

/** What the demo tells whoever has started it: where its page is, and three things to try. */
record Welcome(String page, int sourcePort) {
    /** The lines, of 80 columns at most. */
    List<String> lines() {
        return List.of(
                "The status page of the demo: " + page,
                "Three things to try in another terminal, in this folder:",
                "  " + Program.command("status --watch"),
                "  " + Program.command("verify"),
                "  psql -h 127.0.0.1 -p " + sourcePort + " -U postgres -c 'DELETE FROM shop.products'",
                "Ctrl-C ends it. Customers that are internal are not copied.");
    }
}
