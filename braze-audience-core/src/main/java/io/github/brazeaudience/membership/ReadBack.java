package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Result of reading back a profile from Braze: all audiences of the user, or the reason why the
 * profile does not show them. Immutable.
 */
public final class ReadBack {
  private final @Nullable RecordChange learned;
  private final @Nullable String defect;

  private ReadBack(@Nullable RecordChange learned, @Nullable String defect) {
    this.learned = learned;
    this.defect = defect;
  }

  static ReadBack learned(RecordChange change) {
    return new ReadBack(change, null);
  }

  static ReadBack defect(String message) {
    return new ReadBack(null, message);
  }

  /**
   * {@return the change that adds the audiences to the record, empty if there is a {@link #defect}}
   */
  public Optional<RecordChange> learned() {
    return Optional.ofNullable(learned);
  }

  /**
   * Returns why the profile does not show all audiences, and what to do about it. The message
   * contains no attribute value.
   */
  public Optional<String> defect() {
    return Optional.ofNullable(defect);
  }

  @Override
  public String toString() {
    return "ReadBack[" + (defect == null ? "all audiences" : defect) + "]";
  }
}
