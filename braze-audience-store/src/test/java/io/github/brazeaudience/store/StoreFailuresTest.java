package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;

/** Tests messages of failures that no test of the disk causes. */
final class StoreFailuresTest {
  /** MVStore reports it as an internal error, which is otherwise damage of the file. */
  @Test
  void of_outOfMemory_asksForALargerHeapAndNotToDeleteTheFile() {
    RuntimeException failure =
        StoreFailures.of(
            Path.of("users.store"),
            DataUtils.newMVStoreException(
                DataUtils.ERROR_INTERNAL, "{0}", "", new OutOfMemoryError("Java heap space")));

    assertThat(failure)
        .hasMessageStartingWith("the membership store users.store could not be used (")
        .hasMessageEndingWith("give the process a larger heap (-Xmx)")
        .hasMessageNotContaining("damaged");
  }
}
