package io.adbpg.sync.command;

import picocli.CommandLine;

/** The subcommands, beside {@code precheck}. All but {@code sequences} and {@code reset} talk to the running job, {@code jobs} to several. */
public final class Commands {
    private Commands() {}

    /** Adds the subcommands to the program's command line. */
    public static CommandLine addTo(CommandLine program) {
        return program.addSubcommand(new StatusCommand())
                .addSubcommand(new JobsCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new QuarantineCommand())
                .addSubcommand(new SequencesCommand())
                .addSubcommand(new ResetCommand());
    }
}
