package io.github.brazeaudience.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Opens or makes the MVStore in a file, and says what is wrong with it if that fails. */
final class StoreOpening {
  /** The format of what is written into the maps. A file of a higher one is refused. */
  static final int FORMAT = 1;

  /** What the header of an MVStore has since there was a commit: the number of one. */
  static final String COMMITTED = "chunk";

  /** What it has of the last commit: its version, and that the file was closed behind it. */
  private static final String VERSION = "version";

  private static final String CLOSED = "clean";

  private final Path file;
  private final int cacheMegabytes;
  private final boolean readOnly;

  StoreOpening(Path file, int cacheMegabytes, boolean readOnly) {
    this.file = file;
    this.cacheMegabytes = cacheMegabytes;
    this.readOnly = readOnly;
  }

  MVStore open() {
    StorePlace.checkHeader(file, readOnly);
    try {
      MVStore store = openAsItIs();
      return checked(isNew(store) && !readOnly ? made(store) : store);
    } catch (MVStoreException e) {
      throw failure(e);
    }
  }

  /**
   * Nothing is committed but by us: MVStore's own commits, by time and by size, would part an
   * update in two.
   */
  private MVStore openAsItIs() {
    MVStore.Builder builder =
        new MVStore.Builder()
            .fileName(file.toAbsolutePath().toString())
            .cacheSize(cacheMegabytes)
            .cacheConcurrency(1)
            .autoCommitDisabled()
            .autoCommitBufferSize(0);
    return (readOnly ? builder.readOnly() : builder).open();
  }

  /** Whether there never was anything in it, as its header tells, not only now. */
  private static boolean isNew(MVStore store) {
    return store.getMapNames().isEmpty() && !store.getStoreHeader().containsKey(COMMITTED);
  }

  /** Closes it once, so that its header tells from then on that there was something in it. */
  private MVStore made(MVStore store) {
    try {
      store.setStoreVersion(FORMAT);
      StoreFile.openJournal(store);
      store.close();
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
    return openAsItIs();
  }

  private MVStore checked(MVStore store) {
    try {
      if (store.getMapNames().isEmpty()) {
        throw damaged(file, new IOException("there was something in it, and is no more"));
      }
      if (lacksLastCommit(store)) {
        throw damaged(file, new IOException("the last commit before it was closed is missing"));
      }
      if (!store.hasMap(StoreFile.JOURNAL)) {
        throw StorePlace.notAStore(file);
      }
      int format = store.getStoreVersion();
      if (format > FORMAT) {
        throw StorePlace.refused(
            file,
            String.format(
                Locale.ROOT,
                "has format %d, but this library knows %d; use a newer one",
                format,
                FORMAT));
      }
      return store;
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  /**
   * Whether the file was cut or damaged since it was closed. MVStore then goes back to an earlier
   * commit, of which nobody would know that it is not what Braze holds.
   */
  private static boolean lacksLastCommit(MVStore store) {
    Map<String, Object> header = store.getStoreHeader();
    return header.containsKey(CLOSED)
        && DataUtils.readHexLong(header, VERSION, 0) > store.getCurrentVersion();
  }

  private RuntimeException failure(MVStoreException e) {
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED ->
          new IllegalStateException(
              ("the membership store %s is in use by another process; end that one, or give each"
                      + " process a file of its own")
                  .formatted(file),
              e);
      case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
          new IllegalArgumentException(
              "the membership store %s was written by another version of MVStore; use a newer one"
                  .formatted(file),
              e);
      case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
          new UncheckedIOException(
              "the membership store %s cannot be opened".formatted(file), new IOException(e));
      default -> damaged(file, new IOException(e));
    };
  }

  static UncheckedIOException damaged(Path file, IOException cause) {
    return new UncheckedIOException(
        ("the membership store %s is damaged; put a copy of it in its place, or delete it, after"
                + " which Braze is known to hold nothing")
            .formatted(file),
        cause);
  }
}
