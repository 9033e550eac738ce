package dev.codecsmith.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** The table of {@code deploy/terraform} is the one that {@link TableSchema} makes. */
class TerraformTableTest {
  private static final CreateTableRequest WANTED = TableSchema.request("codecsmith");

  private static String table() throws IOException {
    String text =
        Files.readString(
            Path.of(System.getProperty("codecsmith.root", ".."))
                .resolve("deploy/terraform/store.tf"));
    return text.substring(
        text.indexOf("resource \"aws_dynamodb_table\""),
        text.indexOf("resource \"aws_s3_bucket\""));
  }

  /** The values of a block's arguments, in the order of the file. */
  private static List<String> values(String block, String argument) {
    return Pattern.compile("(?m)^ *" + argument + " *= *(.*)$")
        .matcher(block)
        .results()
        .map(match -> match.group(1))
        .map(value -> value.startsWith("[") ? value : quoted(value))
        .toList();
  }

  /** The texts in quotation marks, of a value or a list of them. */
  private static String quoted(String value) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(value)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.joining(","));
  }

  private static List<String> blocks(String text, String name) {
    return Pattern.compile("(?ms)^  " + name + " \\{\\n(.*?)^  \\}$")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static Optional<String> key(List<KeySchemaElement> schema, KeyType type) {
    return schema.stream()
        .filter(key -> key.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .findFirst();
  }

  @Test
  void keysAreTheSame() throws Exception {
    assertThat(values(table(), "hash_key").stream().findFirst())
        .isEqualTo(key(WANTED.keySchema(), KeyType.HASH));
    assertThat(values(table(), "range_key").stream().findFirst())
        .isEqualTo(key(WANTED.keySchema(), KeyType.RANGE));
    assertThat(values(table(), "billing_mode")).containsExactly(WANTED.billingModeAsString());
  }

  @Test
  void attributesAreTheSame() throws Exception {
    Map<String, String> attributes =
        blocks(table(), "attribute").stream()
            .collect(
                Collectors.toMap(
                    block -> values(block, "name").getFirst(),
                    block -> values(block, "type").getFirst()));
    assertThat(attributes)
        .isEqualTo(
            WANTED.attributeDefinitions().stream()
                .collect(
                    Collectors.toMap(
                        AttributeDefinition::attributeName,
                        AttributeDefinition::attributeTypeAsString)));
  }

  @Test
  void indexesAreTheSame() throws Exception {
    Map<String, List<String>> indexes = new TreeMap<>();
    for (String block : blocks(table(), "local_secondary_index")) {
      indexes.put(
          values(block, "name").getFirst(),
          List.of(
              values(block, "range_key").getFirst(),
              values(block, "projection_type").getFirst(),
              quoted(values(block, "non_key_attributes").getFirst())));
    }
    Map<String, List<String>> wanted = new TreeMap<>();
    WANTED
        .localSecondaryIndexes()
        .forEach(index ->
            wanted.put(
                index.indexName(),
                List.of(
                    key(index.keySchema(), KeyType.RANGE).orElseThrow(),
                    index.projection().projectionTypeAsString(),
                    String.join(",", index.projection().nonKeyAttributes()))));
    assertThat(indexes).isEqualTo(wanted).hasSize(3);
  }
}
