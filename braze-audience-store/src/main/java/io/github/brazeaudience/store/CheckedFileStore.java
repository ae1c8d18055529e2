package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * MVStore file store over a {@link LockedFile}, with page checksums and a header that names the
 * last commit. Closing it leaves the file open. Confined to the store's thread.
 *
 * <p>It overrides no method with MVStore's chunk class in its signature, because the class is not
 * accessible in H2 before 2.4.
 */
final class CheckedFileStore extends SingleFileStore implements PageChecks.Chunks {
  private final LockedFile file;
  private final PageChecks checks;

  /** Chunks by their first block. Lacks chunks before the first search, and has removed ones. */
  private final NavigableMap<Long, Chunk<?>> found = new TreeMap<>();

  private CheckedFileStore(Map<String, Object> config, LockedFile file, PageChecks checks) {
    super(config);
    this.file = file;
    this.checks = checks;
  }

  static CheckedFileStore open(LockedFile file, Map<String, Object> config) {
    PageChecks checks = new PageChecks(file);
    CheckedFileStore store = new CheckedFileStore(config, file, checks);
    String name = CheckedFilePath.register(new StoreChannel(file, checks));
    try {
      store.open(name, file.isReadOnly(), null);
    } finally {
      CheckedFilePath.release(name);
    }
    checks.chunks(store);
    return store;
  }

  PageChecks checks() {
    return checks;
  }

  // Chunks are equal if their ids are, but the id of a removed chunk is used again.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public @Nullable Chunk<?> at(long block) {
    Map<Integer, ? extends Chunk<?>> chunks = getChunks();
    Map.Entry<Long, Chunk<?>> before = found.floorEntry(block);
    Chunk<?> candidate = before == null ? null : before.getValue();
    if (candidate != null && has(candidate, block) && chunks.get(candidate.id) == candidate) {
      return candidate;
    }
    found.clear();
    chunks.values().stream()
        .filter(chunk -> chunk.block > 0)
        .forEach(chunk -> found.put(chunk.block, chunk));
    before = found.floorEntry(block);
    return before != null && has(before.getValue(), block) ? before.getValue() : null;
  }

  @Override
  public void written(int id, long block) {
    Chunk<?> chunk = getChunks().get(id);
    if (chunk != null) {
      found.subMap(block, block + chunk.len).clear();
      found.put(block, chunk);
    }
  }

  private static boolean has(Chunk<?> chunk, long block) {
    return chunk.block > 0 && chunk.block <= block && block < chunk.block + chunk.len;
  }

  /** Returns true if the description of the last commit in the file is intact. */
  boolean isLastChunkIntact() throws IOException {
    Chunk<?> last = lastChunk;
    return last == null || checks.isIntact(last);
  }

  /** Returns true if all chunks in use lie within the file. Dead chunks may be missing. */
  boolean isComplete() {
    for (Map.Entry<String, String> entry : getLayoutMap().entrySet()) {
      if (entry.getKey().startsWith("chunk.") && !entry.getValue().contains(",livePages:0,")) {
        Map<String, String> chunk = DataUtils.parseMap(entry.getValue());
        long end =
            DataUtils.readHexLong(chunk, "block", 0) + DataUtils.readHexLong(chunk, "len", 0);
        if (end * StorePathValidator.BLOCK_BYTES > size()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Writes the number of the last commit into the header, after the commit itself. MVStore writes
   * the header only now and then, and otherwise follows a chain of chunks from there to the last
   * one. An incomplete commit may have broken that chain, and a file whose end is missing would
   * look like one that ended earlier.
   */
  void writeHeader() {
    Chunk<?> last = lastChunk;
    if (last == null) {
      return;
    }
    storeHeader.put("block", last.block);
    storeHeader.put("chunk", last.id);
    storeHeader.put("version", last.version);
    StringBuilder text = new StringBuilder();
    DataUtils.appendMap(text, storeHeader);
    byte[] checked = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    DataUtils.appendMap(text, "fletcher", DataUtils.getFletcher32(checked, 0, checked.length));
    byte[] header = text.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer twice = ByteBuffer.allocate(StorePathValidator.HEADER_BYTES);
    twice.put(0, header).put(StorePathValidator.BLOCK_BYTES, header);
    try {
      file.write(0, twice);
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "{0}", String.valueOf(e.getMessage()), e);
    }
  }
}
