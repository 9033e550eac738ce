package dev.codecsmith.cli.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolSchemaTest {
  private static final ToolSchema SCHEMA =
      ToolSchema.NONE
          .required("id", "An id.")
          .oneOf("sort", "An order.", List.of("up", "down"))
          .with("page", new ToolSchema.Whole("A page.", 1, 9, 1))
          .with("of", new ToolSchema.Texts("Names.", false, 2))
          .with("files", new ToolSchema.NamedTexts("Files."));

  @Test
  void whatKeepsToTheSchemaIsLetThrough() {
    ToolArguments arguments =
        SCHEMA.check(
            Map.of(
                "id",
                "x",
                "sort",
                "up",
                "page",
                3,
                "of",
                List.of("a", "b"),
                "files",
                Map.of("a.c", "text")));
    assertThat(arguments.required("id")).isEqualTo("x");
    assertThat(arguments.text("sort")).hasValue("up");
    assertThat(arguments.number("page", 1)).isEqualTo(3);
    assertThat(arguments.list("of")).containsExactly("a", "b");
    assertThat(arguments.texts("files")).containsEntry("a.c", "text");
    assertThat(SCHEMA.check(Map.of("id", "x")).number("page", 7)).isEqualTo(7);
  }

  @Test
  void whatDoesNotIsRefusedInASentence() {
    refused(Map.of(), "The argument id is missing.");
    refused(Map.of("id", " "), "The argument id is empty.");
    refused(Map.of("id", 3), "The argument id must be a text.");
    refused(Map.of("id", "x".repeat(301)), "at most 300");
    refused(Map.of("id", "x", "other", 1), "There is no argument other; there are id, sort");
    refused(Map.of("id", "x", "sort", "left"), "must be one of up, down");
    refused(Map.of("id", "x", "page", 10), "must be a whole number from 1 to 9");
    refused(Map.of("id", "x", "page", 1.5), "must be a whole number");
    refused(Map.of("id", "x", "page", "1"), "must be a whole number");
    refused(Map.of("id", "x", "of", List.of("a", "b", "c")), "has 3 texts; it takes 0 to 2");
    refused(Map.of("id", "x", "of", List.of(1)), "must be a list of texts");
    refused(Map.of("id", "x", "files", Map.of("a", 1)), "must be an object of texts");
  }

  private static void refused(Map<String, Object> given, String part) {
    assertThatThrownBy(() -> SCHEMA.check(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @Test
  void agentsReadTheSameLimits() {
    Map<String, Object> json = SCHEMA.toJson();
    assertThat(json)
        .containsEntry("required", List.of("id"))
        .containsEntry("additionalProperties", false);
    assertThat(json.toString())
        .contains("maximum=9", "enum=[up, down]", "maxItems=2", "maxLength=300");
  }
}
