package io.github.brazeaudience.receiver.journal;

import static io.github.brazeaudience.receiver.journal.JournalFiles.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File names of a journal in locales with other digits. */
@Timeout(60)
class JournalLocaleTest {
  private static final Locale BEFORE = Locale.getDefault();

  @TempDir Path directory;
  private JournalFiles files;

  @BeforeEach
  void makeFiles() {
    files = new JournalFiles(directory);
  }

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(BEFORE);
  }

  private static String name(Locale locale, long number) {
    return String.format(locale, "segment-%012d.journal", number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ar-EG-u-nu-arab",
        "fa-u-nu-arabext",
        "bn-u-nu-beng",
        "ne-u-nu-deva",
        "mr-u-nu-deva",
        "my-u-nu-mymr"
      })
  void open_afterARestartInAnyLocale_findsTheMessages(String tag) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertThat(String.format(Locale.getDefault(), "%d", 1))
        .as("the locale has other digits")
        .isNotEqualTo("1");
    try (Journal journal = files.open()) {
      append(journal, "a", "b");
    }

    assertThat(files.messages()).containsExactly("a", "b");
    assertThat(files.segments())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("segment-000000000001.journal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "fa-u-nu-arabext", "bn-u-nu-beng", "my-u-nu-mymr"})
  void open_fileNamesWithOtherDigits_areFoundAndContinued(String tag) throws IOException {
    try (Journal journal = files.open()) {
      append(journal, "a", "b");
    }
    Files.move(
        directory.resolve(name(Locale.ROOT, 1)),
        directory.resolve(name(Locale.forLanguageTag(tag), 3)));

    try (Journal journal = files.open()) {
      assertThat(journal.unfinishedAtStart()).isEqualTo(2);
      append(journal, "c");
    }
    assertThat(files.messages()).containsExactly("a", "b", "c");
    assertThat(files.contents()).containsKey(name(Locale.ROOT, 4));
  }

  @Test
  void open_oneNumberInTwoKindsOfDigits_refusesAndTouchesNothing() throws IOException {
    try (Journal journal = files.open()) {
      append(journal, "a");
    }
    Path other = directory.resolve(name(Locale.forLanguageTag("ar-EG-u-nu-arab"), 1));
    Files.copy(directory.resolve(name(Locale.ROOT, 1)), other);
    Map<String, String> before = files.contents();

    assertThatThrownBy(files::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the number 1")
        .hasMessageContaining("separate directory");
    assertThat(files.contents()).isEqualTo(before);
  }
}
