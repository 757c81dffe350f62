package io.adbpg.sync.command;

import picocli.CommandLine;

/** The commands that ask something of the running job. */
public final class Commands {
    private Commands() {}

    /** Adds them to the program's command line. */
    public static CommandLine addTo(CommandLine program) {
        return program.addSubcommand(new StatusCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new QuarantineCommand());
    }
}
