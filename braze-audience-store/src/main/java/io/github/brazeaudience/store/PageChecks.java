package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@linkplain ChunkChecks checksums} to the pages that MVStore writes, and verifies and
 * removes them when it reads the pages. Chunks without checksums are read unchanged. Confined to
 * the store's thread.
 */
final class PageChecks {
  private static final int MAX_KNOWN = 10_000;
  private static final int CHUNK_START = 0x6368756E;

  /** The chunks of the file. */
  interface Chunks {
    /** Returns the chunk that contains a block of the file. */
    @Nullable Chunk<?> at(long block);

    /** Called when a chunk is written to consecutive blocks, starting with the given one. */
    void written(int id, long block);
  }

  private static final Chunks NONE =
      new Chunks() {
        @Override
        public @Nullable Chunk<?> at(long block) {
          return null;
        }

        @Override
        public void written(int id, long block) {}
      };

  private final LockedFile file;
  private final Map<Integer, ChunkChecks> known = new HashMap<>();
  private Chunks chunks = NONE;
  private boolean lenient;
  private boolean foundDamage;

  PageChecks(LockedFile file) {
    this.file = file;
  }

  void chunks(Chunks finder) {
    chunks = finder;
  }

  /** Accepts pages with damaged content, for a map whose entries have their own checksums. */
  void lenient(boolean on) {
    lenient = on;
  }

  /** Returns true if a damaged page was read. */
  boolean foundDamage() {
    return foundDamage;
  }

  boolean isIntact(Chunk<?> chunk) throws IOException {
    return of(chunk).intact();
  }

  /** Fills the buffer, or reads to the end of the file. Returns the number of bytes. */
  int read(long position, ByteBuffer out) throws IOException {
    int start = out.position();
    int length = file.read(position, out);
    verify(position, out.slice(start, length));
    return length;
  }

  private void verify(long position, ByteBuffer bytes) throws IOException {
    Chunk<?> chunk = chunks.at(position / StorePathValidator.BLOCK_BYTES);
    int offset =
        chunk == null ? 0 : (int) (position - chunk.block * StorePathValidator.BLOCK_BYTES);
    // A read at the start of a chunk reads its header, or the whole chunk to move it.
    if (chunk == null || offset == 0) {
      return;
    }
    ChunkChecks found = of(chunk);
    if (found.hasPageAt(offset)) {
      Short expected = lenient ? expected(chunk, offset, bytes) : null;
      foundDamage |= !ChunkChecks.separate(bytes, expected);
    } else if (found.hasTableAt(offset) && !found.intact()) {
      throw damaged("the table of a chunk is damaged", null);
    }
  }

  private static short expected(Chunk<?> chunk, int offset, ByteBuffer page) {
    return (short)
        (DataUtils.getCheckValue(chunk.id)
            ^ DataUtils.getCheckValue(offset)
            ^ DataUtils.getCheckValue(page.getInt(0)));
  }

  void write(long position, ByteBuffer bytes) throws IOException {
    if (bytes.getInt(0) == CHUNK_START) {
      int id = ChunkChecks.id(bytes);
      put(id, ChunkChecks.add(bytes));
      chunks.written(id, position / StorePathValidator.BLOCK_BYTES);
    }
    file.write(position, bytes);
  }

  private ChunkChecks of(Chunk<?> chunk) throws IOException {
    ChunkChecks checks = known.get(chunk.id);
    if (checks == null) {
      long start = chunk.block * StorePathValidator.BLOCK_BYTES;
      try {
        checks =
            ChunkChecks.of(
                file.read(start, ChunkChecks.HEADER_BYTES),
                (at, length) -> file.read(start + at, length));
      } catch (IllegalArgumentException e) {
        throw damaged("the header of a chunk is damaged", e);
      }
      put(chunk.id, checks);
    }
    return checks;
  }

  private void put(int id, ChunkChecks checks) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(id, checks);
  }

  private static MVStoreException damaged(String what, @Nullable Exception e) {
    return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, what, e);
  }
}
