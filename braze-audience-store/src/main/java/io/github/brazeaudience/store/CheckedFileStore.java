package io.github.brazeaudience.store;

import java.io.IOException;
import java.util.Map;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * MVStore's access to a {@link LockedFile}, with checksums of pages and a mark of the last commit.
 * Closing it leaves the file open. Confined to the store's thread.
 *
 * <p>No method is overridden whose signature has the chunk class of MVStore, because H2 before 2.4
 * keeps it to itself.
 */
final class CheckedFileStore extends SingleFileStore {
  private final PageChecks checks;
  private @Nullable Chunk<?> lastFound;

  private CheckedFileStore(Map<String, Object> config, PageChecks checks) {
    super(config);
    this.checks = checks;
  }

  static CheckedFileStore open(LockedFile file, Map<String, Object> config) throws IOException {
    PageChecks checks = new PageChecks(file);
    CheckedFileStore store = new CheckedFileStore(config, checks);
    String name = StorePath.named(new StoreChannel(file, checks));
    try {
      store.open(name, file.isReadOnly(), null);
    } finally {
      StorePath.release(name);
    }
    checks.chunks(store::chunkAt);
    return store;
  }

  PageChecks checks() {
    return checks;
  }

  private @Nullable Chunk<?> chunkAt(long block) {
    Map<Integer, ? extends Chunk<?>> chunks = getChunks();
    Chunk<?> last = lastFound;
    if (last != null && has(last, block) && chunks.get(last.id) == last) {
      return last;
    }
    for (Chunk<?> chunk : chunks.values()) {
      if (has(chunk, block)) {
        lastFound = chunk;
        return chunk;
      }
    }
    return null;
  }

  private static boolean has(Chunk<?> chunk, long block) {
    return chunk.block > 0 && chunk.block <= block && block < chunk.block + chunk.len;
  }

  /** Whether what describes the last commit in the file is what was written. */
  boolean isLastChunkIntact() throws IOException {
    Chunk<?> last = lastChunk;
    return last == null || checks.isIntact(last);
  }

  /** Whether all that is in use lies within the file. What is dead may be gone. */
  boolean isComplete() {
    for (Map.Entry<String, String> entry : getLayoutMap().entrySet()) {
      if (entry.getKey().startsWith("chunk.") && !entry.getValue().contains(",livePages:0,")) {
        Map<String, String> chunk = DataUtils.parseMap(entry.getValue());
        long end =
            DataUtils.readHexLong(chunk, "block", 0) + DataUtils.readHexLong(chunk, "len", 0);
        if (end * CommitMark.BLOCK_BYTES > size()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Marks the last commit, which is in the file. */
  void mark() {
    try {
      checks.mark(lastChunkVersion());
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "{0}", String.valueOf(e.getMessage()), e);
    }
  }
}
