package io.github.brazeaudience.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Opens or creates the MVStore in a file and checks that it is complete. */
final class StoreOpener {
  /** The version of the maps' content. A file with a higher version is refused. */
  static final int FORMAT = 1;

  /** Header field of MVStore that exists after the first commit. */
  static final String COMMITTED = "chunk";

  /** Header fields of the last commit: its version, and a flag that the file was closed cleanly. */
  private static final String VERSION = "version";

  private static final String CLOSED = "clean";

  private final LockedFile file;
  private final int cacheMegabytes;
  private final long committed;

  /**
   * Creates an opener.
   *
   * @param committed the last commit that must be in the file, -1 if unknown
   */
  StoreOpener(LockedFile file, int cacheMegabytes, long committed) {
    this.file = file;
    this.cacheMegabytes = cacheMegabytes;
    this.committed = committed;
  }

  MVStore open() {
    StorePathValidator.checkHeader(file);
    try {
      MVStore store = openExisting();
      boolean create = committed < 0 && isNew(store) && !file.isReadOnly();
      return checked(create ? created(store) : store);
    } catch (MVStoreException e) {
      throw StoreFailures.of(file.path(), e);
    }
  }

  /** Opens the store without MVStore's automatic commits, which could split an update. */
  private MVStore openExisting() {
    try {
      return new MVStore.Builder()
          .adoptFileStore(
              CheckedFileStore.open(
                  file, Map.of("cacheSize", cacheMegabytes, "cacheConcurrency", 1)))
          .autoCommitDisabled()
          .autoCommitBufferSize(0)
          .open();
    } catch (IOException e) {
      throw StoreFailures.notRead(file.path(), e);
    }
  }

  /** Returns true if the store never had content. */
  private static boolean isNew(MVStore store) {
    return store.getMapNames().isEmpty() && !store.getStoreHeader().containsKey(COMMITTED);
  }

  /**
   * Creates the journal and closes the store once, which records the first commit in the header.
   */
  private MVStore created(MVStore store) {
    try {
      store.setStoreVersion(FORMAT);
      StoreFile.openJournal(store);
      store.close();
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
    return openExisting();
  }

  private MVStore checked(MVStore store) {
    try {
      if (store.getMapNames().isEmpty()) {
        throw damaged("its content is missing");
      }
      if (lacksCommits(store)) {
        throw damaged(
            "its end is missing, with updates that were reported as stored; it was truncated, or the"
                + " power failed");
      }
      if (!((CheckedFileStore) store.getFileStore()).isLastChunkIntact()) {
        throw damaged("the last commit is damaged");
      }
      if (!store.hasMap(StoreFile.JOURNAL)) {
        throw StorePathValidator.notAStore(file.path());
      }
      int format = store.getStoreVersion();
      if (format > FORMAT) {
        throw StorePathValidator.refused(
            file.path(),
            String.format(
                Locale.ROOT,
                "has format %d, but this library reads up to format %d; use a newer version of the library",
                format,
                FORMAT));
      }
      return store;
    } catch (IOException e) {
      store.closeImmediately();
      throw StoreFailures.notRead(file.path(), e);
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  private RuntimeException damaged(String what) {
    return StoreFailures.damaged(file.path(), new IOException(what));
  }

  /**
   * Returns true if the file was truncated or damaged after its last commit. MVStore then silently
   * falls back to an earlier commit.
   */
  private boolean lacksCommits(MVStore store) {
    CheckedFileStore checked = (CheckedFileStore) store.getFileStore();
    Map<String, Object> header = store.getStoreHeader();
    long closedAt =
        header.containsKey(CLOSED) ? DataUtils.readHexLong(header, VERSION, 0) : committed;
    return Math.max(closedAt, Math.max(committed, checked.checks().marked()))
            > store.getCurrentVersion()
        || !checked.isComplete();
  }
}
