package dev.codecsmith.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTranslationTest {
  private final PathTranslation paths =
      new PathTranslation(
          List.of(
              Mount.readOnly(Path.of("/h/clip"), "/in/source.y4m"),
              Mount.readOnly(Path.of("/h/in"), "/in"),
              Mount.readOnly(Path.of("/h/api"), "/api.jar")),
          Path.of("/h/tmp"));

  @ParameterizedTest
  @CsvSource({
    "/in/source.y4m, /h/clip",
    "/in/source.y4m.bak, /h/in/source.y4m.bak",
    "/in, /h/in",
    "/inner, /inner",
    "/api.jar:/in/x, /h/api:/h/in/x",
    "-Dfile=/tmp/x, -Dfile=/h/tmp/x",
    "a/in/b, a/in/b",
    "encode, encode"
  })
  void onlyWholePathsAreTranslated(String word, String expected) {
    assertThat(paths.translate(word)).isEqualTo(expected);
  }
}
