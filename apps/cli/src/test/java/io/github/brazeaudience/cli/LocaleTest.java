package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output is the same in every locale. */
class LocaleTest {
  private static final String LINES =
      """
      {"identities":{"customer_id":"u-1"},"member_of":[{"id":1}]}
      {"identities":{"customer_id":"u-2"},"member_of":[{"id":0}]}
      {"identities":{"customer_id":"u-3"},"member_of":[{"id":12345678901234,"name":"%s"}]}
      nothing
      """
          .formatted("n".repeat(300));

  private final Locale before = Locale.getDefault();

  @TempDir Path directory;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ar-EG-u-nu-arab",
        "fa-IR",
        "th-TH-u-nu-thai",
        "bn-BD",
        "ne-NP",
        "mr-IN",
        "my-MM",
        "tr-TR",
        "de-DE"
      })
  void run_localeWithOtherDigits_writesTheSameAsWithRoot(String tag) throws IOException {
    String wanted = run(Locale.ROOT);
    assertThat(wanted).contains("9223372036854775807").isASCII();
    assertThat(run(Locale.forLanguageTag(tag))).isEqualTo(wanted);
  }

  private String run(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path outcomes = directory.resolve("o");
    Path summary = directory.resolve("s");
    CommandLineRun run =
        CommandLineRun.forward(
                "--dry-run", "--send-segments-as=single_and_per_segment", "--outcomes")
            .arg(outcomes)
            .arg("--summary")
            .arg(summary)
            .in(LINES)
            .run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    CommandLineRun usage = CommandLineRun.forward("--max-in-flight", "999", "--dry-run").run();
    CommandLineRun help = CommandLineRun.forward("--help").run();
    return String.join(
        "\n",
        Files.readString(outcomes),
        withoutSeconds(Files.readString(summary)),
        withoutSeconds(run.err()),
        run.out(),
        usage.err(),
        help.out());
  }

  private static String withoutSeconds(String text) {
    return text.replaceAll("\"seconds\":[0-9.]+", "").replaceAll("in [0-9.]+ s", "in s");
  }
}
