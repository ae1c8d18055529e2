package io.github.brazeaudience.store;

import java.io.IOException;
import java.util.Map;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * File store of MVStore that reads and writes a {@link LockedFile}, with checksums of pages and a
 * mark of the last commit. Closing it leaves the file open.
 *
 * <p>It overrides no method with MVStore's chunk class in its signature, because that class is not
 * public before H2 2.4.
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

  @SuppressWarnings("ReferenceEquality") // MVStore can reuse the id for another chunk.
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

  /** Returns true if the chunk of the last commit is undamaged. */
  boolean isLastChunkIntact() throws IOException {
    Chunk<?> last = lastChunk;
    return last == null || checks.isIntact(last);
  }

  /** Returns true if all chunks with live pages are within the file. */
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
