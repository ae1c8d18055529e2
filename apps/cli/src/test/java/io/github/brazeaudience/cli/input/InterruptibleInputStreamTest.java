package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InterruptibleInputStreamTest {
  @Test
  void read_stream_returnsItsBytes() throws IOException {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    try (InputStream in =
        new InterruptibleInputStream(() -> new ByteArrayInputStream(bytes), () -> false)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void read_interruptedThread_endsTheWait() throws IOException {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream silent = new PipedInputStream(writer);
        InputStream in = new InterruptibleInputStream(() -> silent, () -> false)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void read_afterTheRunWasInterrupted_readsNothingMore() throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (InputStream in =
        new InterruptibleInputStream(
            () -> new ByteArrayInputStream(new byte[] {1, 2}), interrupted::get)) {
      assertThat(in.read()).isEqualTo(1);
      interrupted.set(true);
      assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void read_failingSource_failsWithItsException() throws IOException {
    IOException failure = new IOException("broken");
    try (InputStream in =
        new InterruptibleInputStream(
            () -> {
              throw failure;
            },
            () -> false)) {
      assertThatThrownBy(in::read).isSameAs(failure);
    }
  }
}
