package io.github.brazeaudience.receiver.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** File system of H2 whose writes wait for the {@link Disk}. H2 creates the instances. */
public final class WaitingFilePath extends FilePathWrapper {
  /** The prefix of file names in a URL of H2. */
  static final String SCHEME = "waiting";

  static {
    FilePath.register(new WaitingFilePath());
  }

  /** Makes the prefix known to H2. */
  static void register() {}

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new WaitingFile(getBase().open(mode), Disk.of(getBase().toString()));
  }
}
