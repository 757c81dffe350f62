package io.adbpg.sync.operate;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The messages that the program's source makes, read from its syntax trees. */
final class SourceMessages extends TreeScanner<Void, Void> {
    private static final Path SOURCE = Path.of("src/main/java/io/adbpg/sync");
    /** What takes the pattern of a message first. */
    private static final Set<String> MAKERS =
            Set.of("Message.of", "Refusal.of", "Refusal.usage", "Refusal.waiting", "Malformed.of", "Hindrance.of");

    private final Set<String> patterns = new TreeSet<>();
    private final List<String> others = new ArrayList<>();
    private final Set<String> checks = new TreeSet<>();
    private final Map<String, String> constants = new HashMap<>();
    private String file = "";
    private boolean isOfPrecheck;

    private SourceMessages() {}

    /**
     * Reads the source.
     *
     * @param silent the packages whose messages never reach the status page
     */
    static SourceMessages read(Set<String> silent) throws IOException {
        SourceMessages messages = new SourceMessages();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(SOURCE)) {
            List<Path> sources = found.filter(path -> path.toString().endsWith(".java"))
                    .filter(path ->
                            !silent.contains(SOURCE.relativize(path).getName(0).toString()))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                messages.constants.clear();
                messages.isOfPrecheck = unit.getPackageName().toString().endsWith(".precheck");
                messages.file =
                        Path.of(unit.getSourceFile().getName()).getFileName().toString();
                messages.scan(unit, null);
            }
        }
        return messages;
    }

    /** The patterns, each once. */
    Set<String> patterns() {
        return patterns;
    }

    /** Where something is made a message whose pattern is no constant, which nobody can translate. */
    List<String> others() {
        return others;
    }

    /** The names of the checks of the precheck. */
    Set<String> checks() {
        return checks;
    }

    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
        String value = variable.getInitializer() == null ? null : constant(variable.getInitializer());
        if (value != null) {
            constants.put(variable.getName().toString(), value);
        }
        return super.visitVariable(variable, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        String method = call.getMethodSelect().toString();
        if (MAKERS.contains(method) && !isMade(call.getArguments().get(0))) {
            String pattern = constant(call.getArguments().get(0));
            if (pattern == null) {
                others.add(file + ": " + call);
            } else {
                patterns.add(pattern);
            }
        }
        if (method.equals("Message.verbatim")
                && call.getArguments().get(0).toString().matches("(?s).*\"[^\"]*[a-z][^\"]*\".*")) {
            others.add(file + ": " + call);
        }
        if (isOfPrecheck
                && method.matches("(?:run\\.|Finding\\.)?(?:check|passed|warn|fail|refuse|failed|refused|warning)")) {
            String check = constant(call.getArguments().get(0));
            if (check != null) {
                checks.add(check);
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    /** Whether an argument is a message already. */
    private static boolean isMade(ExpressionTree argument) {
        String text = argument.toString();
        return Stream.of("Message.", "Worded.", "message").anyMatch(text::startsWith)
                || text.endsWith("message()")
                || text.equals("english");
    }

    private String constant(Tree tree) {
        if (tree instanceof IdentifierTree name) {
            return constants.get(name.getName().toString());
        }
        if (tree instanceof ParenthesizedTree inner) {
            return constant(inner.getExpression());
        }
        if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
            return text;
        }
        if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            String left = constant(sum.getLeftOperand());
            String right = constant(sum.getRightOperand());
            return left == null || right == null ? null : left + right;
        }
        return null;
    }
}
