package io.github.brazeaudience.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Opens the MVStore in a file, initializes it if it is new, and validates it. */
final class StoreOpener {
  /** Version of the content of the maps. A file with another version is refused. */
  static final int FORMAT = 2;

  /** More keys than fit in a page, so only the size of a page splits it. */
  private static final int MAX_KEYS_PER_PAGE = 128;

  /** The header field that an MVStore has after its first commit. */
  static final String COMMITTED = "chunk";

  /** The header field with the version of the last commit. */
  private static final String VERSION = "version";

  private final LockedFile file;
  private final int cacheMegabytes;
  private final long lastCommit;

  /**
   * Creates an opener.
   *
   * @param lastCommit the version of the last commit that the file must contain, or -1 if the file
   *     may be new
   */
  StoreOpener(LockedFile file, int cacheMegabytes, long lastCommit) {
    this.file = file;
    this.cacheMegabytes = cacheMegabytes;
    this.lastCommit = lastCommit;
  }

  MVStore open() {
    StorePathValidator.validateHeader(file);
    try {
      MVStore store = openMvStore();
      boolean initialize = lastCommit < 0 && isNew(store) && !file.isReadOnly();
      return validated(initialize ? initialized(store) : store);
    } catch (MVStoreException e) {
      throw StoreFailures.of(file.path(), e);
    }
  }

  /** Opens MVStore without automatic commits, which could commit a part of an update. */
  private MVStore openMvStore() {
    return new MVStore.Builder()
        .adoptFileStore(
            CheckedFileStore.open(
                file,
                Map.ofEntries(
                    Map.entry("cacheSize", cacheMegabytes),
                    Map.entry("cacheConcurrency", 1),
                    Map.entry("pageSplitSize", Block.MAX_BYTES))))
        .keysPerPage(MAX_KEYS_PER_PAGE)
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .open();
  }

  /** Returns true if the store has no maps and its header names no earlier commit. */
  private static boolean isNew(MVStore store) {
    return store.getMapNames().isEmpty() && !store.getStoreHeader().containsKey(COMMITTED);
  }

  /** Creates the journal, and reopens the store to write a header that names a commit. */
  private MVStore initialized(MVStore store) {
    try {
      store.setStoreVersion(FORMAT);
      new Journal(store);
      store.close();
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
    return openMvStore();
  }

  private MVStore validated(MVStore store) {
    try {
      if (store.getMapNames().isEmpty()) {
        throw damaged("its content is missing");
      }
      if (isTruncated(store)) {
        throw damaged(
            "its end is missing, with updates that were reported as stored; it was cut, or the power"
                + " failed");
      }
      if (!((CheckedFileStore) store.getFileStore()).isLastChunkIntact()) {
        throw damaged("the last commit is damaged");
      }
      if (!store.hasMap(Journal.NAME)) {
        throw StorePathValidator.notAStore(file.path());
      }
      int format = store.getStoreVersion();
      if (format > FORMAT) {
        throw StorePathValidator.refused(
            file.path(),
            String.format(
                Locale.ROOT,
                "has format %d, but this library knows %d; use a newer one",
                format,
                FORMAT));
      }
      if (format < FORMAT) {
        throw StorePathValidator.refused(
            file.path(),
            String.format(
                Locale.ROOT,
                "has format %d, which this library no longer reads, because it writes %d; delete the"
                    + " file to start without records, and send every user once",
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
   * Returns true if the file lacks commits. MVStore opens a truncated file at an earlier commit,
   * whose records no longer match the profiles in Braze.
   */
  private boolean isTruncated(MVStore store) {
    CheckedFileStore fileStore = (CheckedFileStore) store.getFileStore();
    long reported = DataUtils.readHexLong(store.getStoreHeader(), VERSION, 0);
    return Math.max(reported, lastCommit) > store.getCurrentVersion() || !fileStore.isComplete();
  }
}
