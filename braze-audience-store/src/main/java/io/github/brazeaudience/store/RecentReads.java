package io.github.brazeaudience.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records that were read from the trees lately. A forwarder reads a record, and marks it soon
 * afterwards, so the second read of the page is saved. Contains records of one namespace at a time,
 * and none that is in a {@link MemTable}. Confined to the store's thread.
 */
final class RecentReads {
  /** The maximum number of records: two generations of this size, the older one dropped whole. */
  static final int GENERATION_RECORDS = 8_192;

  private static final byte[] ABSENT = {};

  private String namespace = "";
  private Map<String, byte[]> young = new HashMap<>();
  private Map<String, byte[]> old = new HashMap<>();

  /** Returns the bytes of a record, or null if there is none, and reads them if they are new. */
  byte @Nullable [] get(String inNamespace, String user, Supplier<byte @Nullable []> read) {
    byte[] bytes = find(inNamespace, user);
    if (bytes == null) {
      byte[] found = read.get();
      bytes = found == null ? ABSENT : found;
      add(inNamespace, user, bytes);
    }
    return bytes == ABSENT ? null : bytes;
  }

  private byte @Nullable [] find(String inNamespace, String user) {
    if (!namespace.equals(inNamespace)) {
      return null;
    }
    byte[] bytes = young.get(user);
    return bytes == null ? old.get(user) : bytes;
  }

  private void add(String inNamespace, String user, byte[] bytes) {
    if (!namespace.equals(inNamespace)) {
      namespace = inNamespace;
      young.clear();
      old.clear();
    }
    if (young.size() >= GENERATION_RECORDS) {
      old = young;
      young = new HashMap<>();
    }
    young.put(user, bytes);
  }

  /** Forgets a record that is about to change. */
  void remove(String inNamespace, String user) {
    if (namespace.equals(inNamespace)) {
      young.remove(user);
      old.remove(user);
    }
  }
}
