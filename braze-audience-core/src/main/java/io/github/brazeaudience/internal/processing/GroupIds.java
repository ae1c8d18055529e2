package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.internal.engine.TrackingGroups;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Unique group ids of one forwarder: a prefix, the forwarder's number and a counter. All have the
 * same length. Thread-safe.
 */
public final class GroupIds {
  public static final int MAX_PREFIX_LENGTH = TrackingGroups.MAX_ID_LENGTH - 1 - 16 - 12;

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~-]+");

  private final @Nullable String prefix;
  private final AtomicLong created = new AtomicLong();

  private GroupIds(@Nullable String prefix) {
    this.prefix = prefix;
  }

  /** {@return the absence of ids: no request is tracked} */
  public static GroupIds off() {
    return new GroupIds(null);
  }

  /** Returns the ids of a forwarder; its number is unique in the workspace. */
  public static GroupIds of(String prefix, long forwarder) {
    return new GroupIds(String.format(Locale.ROOT, "%s-%016x", prefix, forwarder));
  }

  /** Returns the prefix, or throws if it is not valid. */
  public static String checkedPrefix(String prefix) {
    if (!PREFIX.matcher(prefix).matches() || prefix.length() > MAX_PREFIX_LENGTH) {
      throw new IllegalArgumentException(
          ("`groupIdPrefix` must have 1 to %s characters, all of them letters A to Z, digits or"
                  + " . _ ~ -, but was \"%s\"; write for example \"nightly-export\"")
              .formatted(MAX_PREFIX_LENGTH, prefix));
    }
    return prefix;
  }

  public int bytesInBody() {
    return prefix == null ? 0 : TrackingGroups.bytes(id(0).length());
  }

  TrackingGroups newGroups() {
    return prefix == null
        ? TrackingGroups.off()
        : TrackingGroups.of(() -> id(created.incrementAndGet()));
  }

  private String id(long number) {
    return String.format(Locale.ROOT, "%s%012x", prefix, number);
  }
}
