package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped route files and the examples are what Camel's own schema of its YAML says, so that its tools take them. */
class RouteSchemaTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(stream);
        }
    }

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("routes", "src/docs/examples")) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder), "*.yaml")) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileMeetsTheSchema(Path file) throws IOException {
        // when
        List<String> faults = faults(Files.readString(file));

        // then
        assertThat(faults).isEmpty();
    }

    @Test
    void wrongKeyIsNoticed() throws IOException {
        // given
        String file = Files.readString(Path.of("routes/capture.camel.yaml")).replace("startupOrder:", "startOrder:");

        // when
        List<String> faults = faults(file);

        // then
        assertThat(faults).isNotEmpty().anyMatch(fault -> fault.contains("startOrder"));
    }

    private static List<String> faults(String yaml) throws IOException {
        JsonNode routes = YAML.readTree(yaml);
        return schema.validate(routes).stream().map(Object::toString).toList();
    }
}
