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
 * Filter between MVStore and the file. It adds {@linkplain ChunkChecks checksums} to the pages that
 * MVStore writes, verifies and removes them on reading, and keeps the {@linkplain CommitMark mark}
 * of the last commit in the header. Chunks without checksums are read without verification.
 */
final class PageChecks {
  private static final int MOST_KNOWN = 10_000;
  private static final int CHUNK_START = 0x6368756E;

  /** Finds the chunk at a block of the file. */
  @FunctionalInterface
  interface Chunks {
    @Nullable Chunk<?> at(long block);
  }

  private final LockedFile file;
  private final Map<Integer, ChunkChecks> known = new HashMap<>();
  private Chunks chunks = block -> null;
  private long marked = -1;
  private boolean hasMark;
  private boolean lenient;
  private boolean foundDamage;

  PageChecks(LockedFile file) throws IOException {
    this.file = file;
    if (file.size() >= CommitMark.HEADER_BYTES) {
      marked = CommitMark.in(file.read(0, CommitMark.HEADER_BYTES));
      hasMark = marked >= 0;
    }
  }

  void chunks(Chunks finder) {
    chunks = finder;
  }

  /** The number of the marked commit, -1 if there is no mark. */
  long marked() {
    return marked;
  }

  /** Allows damaged pages, for reading a map whose entries have their own checksums. */
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

  /** Marks a commit that was written to the file. */
  void mark(long version) throws IOException {
    marked = version;
    if (!hasMark) {
      ByteBuffer header = file.read(0, CommitMark.HEADER_BYTES);
      write(0, header);
      return;
    }
    for (int block = 0; block < CommitMark.HEADER_BYTES; block += CommitMark.BLOCK_BYTES) {
      file.write(block + CommitMark.POSITION, CommitMark.bytes(marked));
    }
  }

  ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = file.read(position, length);
    Chunk<?> chunk = chunks.at(position / CommitMark.BLOCK_BYTES);
    int offset = chunk == null ? 0 : (int) (position - chunk.block * CommitMark.BLOCK_BYTES);
    // MVStore reads from the start of a chunk to move the whole chunk or to read its header.
    if (chunk == null || offset == 0) {
      return bytes;
    }
    ChunkChecks found = of(chunk);
    if (found.hasPageAt(offset)) {
      Short expected = lenient ? expected(chunk, offset, bytes) : null;
      foundDamage |= !ChunkChecks.separate(bytes, expected);
    } else if (found.hasTableAt(offset) && !found.intact()) {
      throw damaged("the table of a chunk is damaged", null);
    }
    return bytes;
  }

  private static short expected(Chunk<?> chunk, int offset, ByteBuffer page) {
    return (short)
        (DataUtils.getCheckValue(chunk.id)
            ^ DataUtils.getCheckValue(offset)
            ^ DataUtils.getCheckValue(page.getInt(0)));
  }

  void write(long position, ByteBuffer bytes) throws IOException {
    if (position == 0 && bytes.remaining() == CommitMark.HEADER_BYTES) {
      if (marked >= 0) {
        CommitMark.put(bytes, marked);
        hasMark = true;
      }
    } else if (bytes.getInt(0) == CHUNK_START) {
      ChunkChecks.add(bytes);
    }
    file.write(position, bytes);
  }

  private ChunkChecks of(Chunk<?> chunk) throws IOException {
    ChunkChecks checks = known.get(chunk.id);
    if (checks == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      long start = chunk.block * CommitMark.BLOCK_BYTES;
      try {
        checks =
            ChunkChecks.of(
                file.read(start, ChunkChecks.HEADER_BYTES),
                (at, length) -> file.read(start + at, length));
      } catch (IllegalArgumentException e) {
        throw damaged("the header of a chunk is damaged", e);
      }
      known.put(chunk.id, checks);
    }
    return checks;
  }

  private static MVStoreException damaged(String what, @Nullable Exception e) {
    return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, what, e);
  }
}
