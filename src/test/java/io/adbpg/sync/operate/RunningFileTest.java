package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningFileTest {
    private static final String ADDRESS = "http://127.0.0.1:43211";

    @TempDir
    private Path folder;

    @Test
    void jobOfTheFolderIsFoundUntilItEnds() throws Exception {
        // when
        RunningFile written = RunningFile.write(folder, ADDRESS).orElseThrow();
        Optional<RunningFile> found = RunningFile.find(folder);
        String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(written.file()));
        written.delete();

        // then
        assertThat(found).map(RunningFile::commands).contains(ADDRESS);
        assertThat(rights).isEqualTo("rw-r--r--");
        assertThat(RunningFile.find(folder)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileOfAProcessThatIsGoneCountsForNothing() throws Exception {
        // given
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        RunningFile written = RunningFile.write(folder, ADDRESS).orElseThrow();
        String text = Files.readString(written.file());

        // when
        Files.writeString(written.file(), text.replaceAll("pid=\\d+", "pid=" + gone.pid()));

        // then
        assertThat(RunningFile.find(folder)).isEmpty();
        assertThat(RunningFile.write(folder, ADDRESS)).isPresent();
    }

    @Test
    void processThatHasGotTheNumberOfOneThatIsGoneIsNotTakenForIt() throws Exception {
        // given
        RunningFile written = RunningFile.write(folder, ADDRESS).orElseThrow();
        String text = Files.readString(written.file());

        // when
        Files.writeString(
                written.file(),
                text.replaceAll(
                        "(?m)^started=.*$", "started=" + written.startedAt().minus(Duration.ofMinutes(1))));

        // then
        assertThat(RunningFile.find(folder)).isEmpty();
    }

    @Test
    void copyThatRunsInTheFolderKeepsItsFile() {
        // given
        RunningFile.write(folder, ADDRESS);

        // when
        Optional<RunningFile> second = RunningFile.write(folder, "http://127.0.0.1:1");

        // then
        assertThat(second).isEmpty();
        assertThat(RunningFile.find(folder)).map(RunningFile::commands).contains(ADDRESS);
    }

    @Test
    void fileOfAnotherFolderIsNotThisOnes() throws Exception {
        // given
        RunningFile written = RunningFile.write(folder, ADDRESS).orElseThrow();
        Path other = Files.createDirectory(folder.resolve("other"));

        // when
        Files.copy(written.file(), other.resolve(written.file().getFileName()));

        // then
        assertThat(RunningFile.find(other)).isEmpty();
    }

    @Test
    void whatIsNoSuchFileCountsForNothing() throws Exception {
        // when
        Files.writeString(folder.resolve("running.properties"), "pid=x\n");

        // then
        assertThat(RunningFile.find(folder)).isEmpty();
    }
}
