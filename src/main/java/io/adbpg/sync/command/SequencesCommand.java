package io.adbpg.sync.command;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.settings.CamelOptions;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.SettingsFile;
import io.adbpg.sync.status.Diagnosis;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;

/** {@code sequences}: sets the target's sequences from the source's, for a cutover, whether the job runs or not. */
@Command(
        name = "sequences",
        mixinStandardHelpOptions = true,
        description =
                "Sets the target's sequences to where the source's stand, for a cutover: those of serial and identity columns"
                        + " of captured tables, and those of the same name in schemas that an entry takes as a whole.")
final class SequencesCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        UnaryOperator<String> lookup = SettingsFile.load(Path.of("application.properties"));
        Settings settings = Settings.read(lookup);
        if (settings.source().isEmbedded() || settings.target().isEmbedded()) {
            throw Refusal.of("the demo starts with new servers each time: there are no sequences to set");
        }
        try (Job job = Job.onlyChecked(settings, CamelOptions.given(lookup))) {
            job.start();
            run(job, settings);
        } catch (Failed e) {
            throw Diagnosis.of(e, settings).refusal();
        }
        return 0;
    }

    private static void run(Job job, Settings settings) throws Exception {
        Target target = job.context().getRegistry().lookupByNameAndType("target", Target.class);
        try (ProducerTemplate template = job.context().createProducerTemplate()) {
            new SequenceCopy(
                            TableRoutes.of(job.context()),
                            settings,
                            Database.source(template),
                            Database.target(template),
                            System.out::println)
                    .run();
            target.commit();
        } finally {
            target.own().reset();
        }
    }
}
