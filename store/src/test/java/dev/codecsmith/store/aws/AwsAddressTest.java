package dev.codecsmith.store.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are read as they are written, or refused with a sentence. */
final class AwsAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:table=experiments,bucket=artifacts",
        "aws:table=e.x_p-1,bucket=a.b-c,endpoint=http://127.0.0.1:8000,path-style",
        "aws:table=abc,bucket=abc,endpoint=http://a:1,s3-endpoint=https://b/minio,path-style,region=eu-central-1,kms-key=arn:aws:kms:eu:1:key/2"
      })
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(AwsAddress.parse(text)).hasToString(text);
  }

  @Test
  void partsMayComeInAnyOrder() {
    AwsAddress address =
        AwsAddress.parse("aws:path-style,region=us-west-2,bucket=artifacts,table=records");
    assertThat(address.table()).isEqualTo("records");
    assertThat(address.bucket()).isEqualTo("artifacts");
    assertThat(address.pathStyle()).isTrue();
    assertThat(address.region()).contains("us-west-2");
    assertThat(address.artifactEndpoint()).isEmpty();
  }

  @Test
  void artifactsAreWhereTheRecordsAreUnlessTheyHaveAnEndpointOfTheirOwn() {
    String both = "aws:table=abc,bucket=abc,endpoint=http://records:1";
    assertThat(AwsAddress.parse(both).artifactEndpoint())
        .isEqualTo(Optional.of(URI.create("http://records:1")));
    assertThat(AwsAddress.parse(both + ",s3-endpoint=http://artifacts:2").artifactEndpoint())
        .isEqualTo(Optional.of(URI.create("http://artifacts:2")));
  }

  @Test
  void ofArtifactsAloneTheTableMayBeMissing() {
    String text = "aws:bucket=artifacts,region=eu-central-1";
    assertThat(AwsAddress.parseBucket(text)).hasToString(text);
    assertThat(AwsAddress.parseBucket("aws:table=abc,bucket=artifacts").bucket())
        .isEqualTo("artifacts");
    assertThatThrownBy(() -> AwsAddress.parseBucket("aws:table=abc"))
        .hasMessageContaining("bucket is missing");
  }

  @Test
  void whoSharesABucketNamesItAlikeAndTellsNoSecret() {
    assertThat(AwsAddress.parse("aws:table=abc,bucket=art,region=eu-west-1").artifactsPlace())
        .isEqualTo(AwsAddress.parseBucket("aws:bucket=art").artifactsPlace())
        .isEqualTo("s3://art");
    assertThat(
            AwsAddress.parseBucket("aws:bucket=art,path-style,endpoint=http://me:pw@store:9000/s3/")
                .artifactsPlace())
        .isEqualTo("http://store:9000/s3/art");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sqlite:x|begin with aws:",
        "aws:|'' is no part",
        "aws:table=abc|bucket is missing",
        "aws:bucket=abc|table is missing",
        "aws:table=abc,bucket=abc,tabel=abc|'tabel' is no part",
        "aws:table=abc,bucket=abc,table=abd|table is given twice",
        "aws:table=abc,bucket=|bucket has no value",
        "aws:table=abc,bucket=abc,path-style=yes|path-style has no value",
        "aws:table=a/b,bucket=abc|'a/b' cannot be the name of a table",
        "aws:table=abc,bucket=Abc|'Abc' cannot be the name of a bucket",
        "aws:table=abc,bucket=abc,endpoint=127.0.0.1:9000|endpoint must be an address",
        "aws:table=abc,bucket=abc,s3-endpoint=http://a b|s3-endpoint must be an address",
      })
  void whatIsNoAddressIsRefused(String text, String reason) {
    assertThatThrownBy(() -> AwsAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'" + text + "'", reason, AwsAddress.FORM);
  }
}
