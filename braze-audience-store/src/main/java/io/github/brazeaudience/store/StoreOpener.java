package io.github.brazeaudience.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Opens or creates the MVStore in a file, and reports the reason if that fails. */
final class StoreOpener {
  /** Version of the content of the maps. A file with a higher version is refused. */
  static final int FORMAT = 1;

  /** The header field that an MVStore has after its first commit. */
  static final String COMMITTED = "chunk";

  /** The header field with the version of the last commit. */
  private static final String VERSION = "version";

  private final LockedFile file;
  private final int cacheMegabytes;
  private final long committed;

  /**
   * Prepares to open.
   *
   * @param committed the last commit that is known to be in the file, -1 if there may be none
   */
  StoreOpener(LockedFile file, int cacheMegabytes, long committed) {
    this.file = file;
    this.cacheMegabytes = cacheMegabytes;
    this.committed = committed;
  }

  MVStore open() {
    StorePathValidator.validateHeader(file);
    try {
      MVStore store = openMvStore();
      boolean create = committed < 0 && isNew(store) && !file.isReadOnly();
      return checked(create ? created(store) : store);
    } catch (MVStoreException e) {
      throw StoreFailures.of(file.path(), e);
    }
  }

  /**
   * Nothing is committed but by us: MVStore's own commits, by time and by size, would part an
   * update in two.
   */
  private MVStore openMvStore() {
    return new MVStore.Builder()
        .adoptFileStore(
            CheckedFileStore.open(file, Map.of("cacheSize", cacheMegabytes, "cacheConcurrency", 1)))
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .open();
  }

  /** Whether there never was anything in it, as its header tells, not only now. */
  private static boolean isNew(MVStore store) {
    return store.getMapNames().isEmpty() && !store.getStoreHeader().containsKey(COMMITTED);
  }

  /** Closes it once, so that its header tells from then on that there was something in it. */
  private MVStore created(MVStore store) {
    try {
      store.setStoreVersion(FORMAT);
      StoreFile.openJournal(store);
      store.close();
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
    return openMvStore();
  }

  private MVStore checked(MVStore store) {
    try {
      if (store.getMapNames().isEmpty()) {
        throw damaged("there was something in it, and is no more");
      }
      if (isTruncated(store)) {
        throw damaged(
            "its end is missing, with updates that were reported as stored; it was cut, or the power"
                + " failed");
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
                "has format %d, but this library knows %d; use a newer one",
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
   * Whether the file was cut or damaged since its last commit. MVStore then goes back to an earlier
   * commit, and nothing shows that this is not what Braze holds.
   */
  private boolean isTruncated(MVStore store) {
    CheckedFileStore checked = (CheckedFileStore) store.getFileStore();
    long reported = DataUtils.readHexLong(store.getStoreHeader(), VERSION, 0);
    return Math.max(reported, committed) > store.getCurrentVersion() || !checked.isComplete();
  }
}
