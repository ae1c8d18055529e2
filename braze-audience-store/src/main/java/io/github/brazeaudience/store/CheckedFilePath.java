package io.github.brazeaudience.store;

import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/** H2 file system path that opens a registered {@link StoreChannel}. */
final class CheckedFilePath extends FilePath {
  private static final String SCHEME = "braze-audience-store";
  private static final Map<String, StoreChannel> CHANNELS = new ConcurrentHashMap<>();
  private static final AtomicLong LAST = new AtomicLong();

  private CheckedFilePath(String name) {
    this.name = name;
  }

  /** Registers a channel and returns the name that opens it until {@link #release}. */
  static String register(StoreChannel channel) {
    FilePath.register(new CheckedFilePath(SCHEME));
    String name = SCHEME + ":" + LAST.incrementAndGet();
    CHANNELS.put(name, channel);
    return name;
  }

  static void release(String name) {
    CHANNELS.remove(name);
  }

  @Override
  public FileChannel open(String mode) {
    StoreChannel channel = CHANNELS.get(name);
    if (channel == null) {
      throw unsupported();
    }
    return channel;
  }

  @Override
  public boolean exists() {
    return CHANNELS.containsKey(name);
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FilePath getPath(String path) {
    return new CheckedFilePath(path);
  }

  @Override
  public @Nullable FilePath getParent() {
    return null;
  }

  @Override
  public FilePath toRealPath() {
    return this;
  }

  @Override
  public boolean isDirectory() {
    return false;
  }

  @Override
  public boolean isRegularFile() {
    return true;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public long size() {
    throw unsupported();
  }

  @Override
  public void moveTo(FilePath to, boolean atomic) {
    throw unsupported();
  }

  @Override
  public boolean createFile() {
    throw unsupported();
  }

  @Override
  public void delete() {
    throw unsupported();
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    throw unsupported();
  }

  @Override
  public long lastModified() {
    throw unsupported();
  }

  @Override
  public void createDirectory() {
    throw unsupported();
  }

  @Override
  public boolean setReadOnly() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("a store is one file, which is open already");
  }
}
