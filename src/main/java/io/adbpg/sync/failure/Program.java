package io.adbpg.sync.failure;

import java.io.File;
import java.security.CodeSource;

/** How somebody has started the program, so that a remedy can name the command that they have to run. */
public final class Program {
    /** Under this system property the launcher says by which name it was called. */
    static final String CALLED = "adbpg-sync.called";

    /** The command that lets a job start over. */
    public static final String RELOAD_ALL = "reset --reload --yes";

    private static final String BUILT = "java -jar target/adbpg-sync.jar";

    private Program() {}

    /**
     * Returns the command line of another command of the same program.
     *
     * @param arguments such as {@code reset --yes}
     */
    public static String command(String arguments) {
        return called(System.getProperty(CALLED), System.getProperty("java.class.path", ""), ownPlace()) + " "
                + arguments;
    }

    private static String ownPlace() {
        CodeSource source = Program.class.getProtectionDomain().getCodeSource();
        return source == null ? "" : source.getLocation().getPath();
    }

    /**
     * Returns what starts the program.
     *
     * @param name how the launcher was called; null without it
     * @param classPath the jar as it was given, if the program was started by {@code -jar}
     * @param ownPlace the jar or folder that this class comes from
     */
    static String called(String name, String classPath, String ownPlace) {
        if (name != null) {
            return name;
        }
        String file = ownPlace.substring(ownPlace.lastIndexOf('/') + 1);
        boolean isItself = file.endsWith(".jar") && ("/" + classPath).endsWith("/" + file);
        return isItself && !classPath.contains(File.pathSeparator) ? "java -jar " + classPath : BUILT;
    }
}
