package io.adbpg.sync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructorWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds the packages to the drawing in {@code src/docs/architecture.md}. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.adbpg.sync";

    /** All packages, from the ground up: each may know those before it, and none that comes after. */
    private static final List<String> GROUND_UP = List.of(
            "failure",
            "link",
            "catalog",
            "fold",
            "settings",
            "mapping",
            "status",
            "apply",
            "capture",
            "capture.debezium",
            "capture.slot",
            "capture.pgoutput",
            "capture.testdecoding",
            "resume",
            "routes",
            "quarantine",
            "load",
            "vacuum",
            "precheck",
            "batch",
            "session",
            "verify",
            "operate.alert",
            "operate",
            "job",
            "demo",
            "command",
            "");

    @ArchTest
    static final ArchRule noPackagesImportEachOther =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingKnowsWhatIsAboveIt = classes().should(new KnowOnlyWhatIsBelow());

    @ArchTest
    static final ArchRule theRootHoldsMainAlone = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");

    @ArchTest
    static final ArchRule onlyItsCaptureSeesDebezium = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".capture.debezium")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..", "org.apache.kafka..", "org.apache.camel.component.debezium..");

    @ArchTest
    static final ArchRule onlyOperatorsToolsSeeHttp = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".operate..", ROOT + ".command")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.net.http..",
                    "io.vertx..",
                    "org.apache.camel.http..",
                    "org.apache.camel.component.platform.http.."));

    @ArchTest
    static final ArchRule staticFieldsAreFinal = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    /** Debezium and pgjdbc create what works for them by class name, so what it shares with the job can't be passed to it. */
    @ArchTest
    static final ArchRule nothingStaticIsMutable = classes()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".capture.debezium.FlowControl")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".link.Links")
            .should(not(callConstructorWhere(new MakesSomethingMutableForAll())));

    @ArchTest
    static void everyPackageHasItsFloor(JavaClasses all) {
        Set<String> packages =
                all.stream().map(ArchitectureTest::packageOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages).containsExactlyInAnyOrderElementsOf(GROUND_UP);
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    /** Fails for each use of a package that stands on a higher floor. */
    private static final class KnowOnlyWhatIsBelow extends ArchCondition<JavaClass> {
        KnowOnlyWhatIsBelow() {
            super("know only packages that stand below");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            int floor = GROUND_UP.indexOf(packageOf(type));
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                if (used.getPackageName().startsWith(ROOT) && GROUND_UP.indexOf(packageOf(used)) > floor) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        }
    }

    /** Finds static state that several threads could change. */
    private static final class MakesSomethingMutableForAll extends DescribedPredicate<JavaConstructorCall> {
        MakesSomethingMutableForAll() {
            super("a static initializer makes something of java.util.concurrent, or a ThreadLocal");
        }

        @Override
        public boolean test(JavaConstructorCall call) {
            String made = call.getTargetOwner().getName();
            return call.getOrigin().getName().equals("<clinit>")
                    && (made.startsWith("java.util.concurrent.") || made.equals(ThreadLocal.class.getName()));
        }
    }
}
