package io.github.brazeaudience.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * MVStore's access to a {@link LockedFile}, with {@linkplain ChunkChecks checksums} of pages and a
 * {@linkplain CommitMark mark} of the last commit. Parts of a file that were written without them
 * are read as they are. Closing it leaves the file open. Confined to the store's thread.
 */
final class CheckedFileStore extends RandomAccessStore {
  private static final int MOST_CHECKS = 10_000;

  private final LockedFile file;
  private final Map<Integer, ChunkChecks> checks = new HashMap<>();
  private long marked = -1;
  private boolean hasMark;
  private boolean lenient;
  private boolean foundDamage;

  CheckedFileStore(Map<String, Object> config, LockedFile file) {
    super(config);
    this.file = file;
  }

  void open() {
    init(file.toString(), file.isReadOnly());
    reading(
        () -> {
          setSize(file.size());
          if (file.size() >= CommitMark.HEADER_BYTES) {
            marked = CommitMark.in(file.read(0, CommitMark.HEADER_BYTES));
            hasMark = marked >= 0;
          }
          return file;
        });
  }

  /** The commit that is known to have been in the file, -1 if that is not known. */
  long marked() {
    return marked;
  }

  /** Whether what stands behind the last commit in the file is what was written. */
  boolean isLastChunkIntact() {
    Chunk<?> last = lastChunk;
    return last == null || checksOf(last).intact();
  }

  /** Whether all that is in use lies within the file. What is dead may be gone. */
  boolean isComplete() {
    for (Map.Entry<String, String> entry : getLayoutMap().entrySet()) {
      if (entry.getKey().startsWith("chunk.") && !entry.getValue().contains(",livePages:0,")) {
        Chunk<?> chunk = createChunk(entry.getValue());
        if ((chunk.block + chunk.len) * CommitMark.BLOCK_BYTES > size()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Marks the last commit, which is in the file. */
  void mark() {
    marked = lastChunkVersion();
    writing(
        () -> {
          if (hasMark) {
            for (int block = 0; block < CommitMark.HEADER_BYTES; block += CommitMark.BLOCK_BYTES) {
              file.write(block + CommitMark.POSITION, CommitMark.bytes(marked));
            }
          } else {
            ByteBuffer header = file.read(0, CommitMark.HEADER_BYTES);
            CommitMark.put(header, marked);
            file.write(0, header);
            hasMark = true;
          }
        });
  }

  /**
   * Lets pages be read whose content is damaged, for a map whose entries have checksums of their
   * own.
   */
  void lenient(boolean on) {
    lenient = on;
  }

  /** Whether a page was read that is damaged. */
  boolean foundDamage() {
    return foundDamage;
  }

  @Override
  public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
    ByteBuffer bytes = read(position, length);
    Chunk<?> owner = chunk;
    if (owner != null) {
      int offset = (int) (position - owner.block * CommitMark.BLOCK_BYTES);
      ChunkChecks found = checksOf(owner);
      if (found.hasPageAt(offset)) {
        boolean intact =
            ChunkChecks.separate(bytes, lenient ? expected(owner, offset, bytes) : null);
        foundDamage |= !intact;
      } else if (offset > 0 && !found.intact()) {
        throw damaged("the table of a chunk is damaged", null);
      }
    }
    return bytes;
  }

  private static short expected(Chunk<?> chunk, int offset, ByteBuffer page) {
    return (short)
        (DataUtils.getCheckValue(chunk.id)
            ^ DataUtils.getCheckValue(offset)
            ^ DataUtils.getCheckValue(page.getInt(0)));
  }

  private ChunkChecks checksOf(Chunk<?> chunk) {
    ChunkChecks known = checks.get(chunk.id);
    if (known != null) {
      return known;
    }
    if (checks.size() >= MOST_CHECKS) {
      checks.clear();
    }
    long start = chunk.block * CommitMark.BLOCK_BYTES;
    ChunkChecks found;
    try {
      found =
          ChunkChecks.of(
              read(start, ChunkChecks.HEADER_BYTES), (at, length) -> read(start + at, length));
    } catch (IllegalArgumentException e) {
      throw damaged("the header of a chunk is damaged", e);
    }
    checks.put(chunk.id, found);
    return found;
  }

  private ByteBuffer read(long position, int length) {
    readCount.incrementAndGet();
    return reading(() -> file.read(position, length));
  }

  @Override
  protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer bytes) {
    Chunk<?> owner = chunk;
    if (owner != null) {
      ChunkChecks.add(bytes);
      checks.remove(owner.id);
    } else if (position == 0 && marked >= 0) {
      CommitMark.put(bytes, marked);
      hasMark = true;
    }
    setSize(Math.max(size(), position + bytes.remaining()));
    writeCount.incrementAndGet();
    writing(() -> file.write(position, bytes));
  }

  @Override
  public void truncate(long size) {
    writeCount.incrementAndGet();
    writing(() -> file.truncate(size));
    setSize(Math.min(size(), size));
  }

  @Override
  public void sync() {
    writing(file::sync);
  }

  /** What is done with the file. */
  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  /** What is done to the file. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static <T> T reading(Reading<T> work) {
    try {
      return work.run();
    } catch (EOFException e) {
      throw damaged("a part of the file is missing", e);
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_READING_FAILED, "{0}", String.valueOf(e.getMessage()), e);
    }
  }

  private static void writing(Writing work) {
    try {
      work.run();
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "{0}", String.valueOf(e.getMessage()), e);
    }
  }

  private static MVStoreException damaged(String what, @Nullable Exception e) {
    return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, what, e);
  }

  @Override
  public void open(String name, boolean readOnly, char @Nullable [] key) {
    throw new UnsupportedOperationException("the file is open already");
  }

  @Override
  public FileStore<SFChunk> open(String name, boolean readOnly) {
    throw new UnsupportedOperationException("the file is open already");
  }

  @Override
  public void backup(ZipOutputStream out) {
    throw new UnsupportedOperationException("copy the file of a closed store");
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
