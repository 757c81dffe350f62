/**
 * The subcommands, such as {@code status} and {@code verify}. All work on the job of the working directory: they read its
 * {@code application.properties}, and most of them then ask the running job over HTTP.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>Exit status 0: done, 1: failed, with one clear line on stderr, 2: wrong usage or configuration.
 *   <li>A command that needs the running job never writes to either end itself: only the job writes the target.
 *   <li>{@code --json} prints what the job answered, unchanged.
 * </ul>
 *
 * <p>To add a command: write a class with picocli's {@code @Command}, let it ask by {@code JobAddress}, add it to
 * {@link io.adbpg.sync.command.Commands}, and give it a route in {@code routes/operate.camel.yaml} if the job has no answer yet.
 */
package io.adbpg.sync.command;
