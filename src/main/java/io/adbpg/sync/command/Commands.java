package io.adbpg.sync.command;

import picocli.CommandLine;

/** The commands for a job that is there already; most ask something of it while it runs. */
public final class Commands {
    private Commands() {}

    /** Adds them to the program's command line. */
    public static CommandLine addTo(CommandLine program) {
        return program.addSubcommand(new StatusCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new QuarantineCommand())
                .addSubcommand(new ResetCommand());
    }
}
