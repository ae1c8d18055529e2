package io.github.brazeaudience.receiver.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.options.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"outbox", "outbox.mv.db", "jdbc:h2:outbox", "jdbc:h2:file:outbox"})
  void parse_aFile_isAnAbsolutePathOfH2(String database) throws UsageException {
    DatabaseSettings settings = DatabaseSettings.parse(database, null, null);
    String path = Path.of("outbox").toAbsolutePath().toString();
    assertThat(settings.url()).startsWith("jdbc:h2:waiting:" + path + ";");
    assertThat(settings.place()).isEqualTo(path + ".mv.db");
    assertThat(settings.isFile()).isTrue();
  }

  @Test
  void parse_postgresql_isTakenAsItIs() throws UsageException {
    DatabaseSettings settings =
        DatabaseSettings.parse("jdbc:postgresql://db/receiver?sslmode=require", "u", "secret");
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://db/receiver?sslmode=require");
    assertThat(settings.place()).isEqualTo("jdbc:postgresql://db/receiver");
    assertThat(settings.isFile()).isFalse();
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://db/r?user=u&password=hunter2|must not contain a password",
        "outbox;PASSWORD=hunter2|must not contain a password",
        "jdbc:mysql://db/r|jdbc:postgresql:",
        "outbox;INIT=RUNSCRIPT|without a semicolon",
        "' '|the name of a file"
      })
  void parse_other_isRefused(String database, String message) {
    assertThatThrownBy(() -> DatabaseSettings.parse(database, null, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }
}
