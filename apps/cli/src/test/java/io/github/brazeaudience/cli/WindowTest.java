package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private long nanos = 1;
  private int terminal;
  private final Window window = new Window(() -> terminal, () -> nanos);

  @ParameterizedTest
  @CsvSource({"200, 80", "80, 80", "79, 79", "40, 40", "20, 20", "5, 20", "0, 80", "-1, 80"})
  void columns_anyTerminal_areUsableAndAtMost80(int actual, int usable) {
    terminal = actual;
    assertThat(window.getAsInt()).isEqualTo(usable);
  }

  @Test
  void columns_resizedWindow_isReadAgainAfterTwoSeconds() {
    terminal = 60;
    assertThat(window.getAsInt()).isEqualTo(60);
    terminal = 40;
    nanos += Duration.ofMillis(1_999).toNanos();
    assertThat(window.getAsInt()).isEqualTo(60);
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(window.getAsInt()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'24 80\n'|80", "'50 132'|132", "''|0", "'stty: no'|0", "'0 0\n'|0", "80|0"})
  void columns_outputOfStty_isParsed(String size, int columns) {
    assertThat(Window.columns(size)).isEqualTo(columns);
  }
}
