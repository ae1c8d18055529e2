package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a profile that was read back from Braze tells of the audiences of its user: all of them, or
 * why nobody can say. Immutable.
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
   * What becomes of the record of the user.
   *
   * @return empty if there is a {@link #defect}
   */
  public Optional<RecordChange> learned() {
    return Optional.ofNullable(learned);
  }

  /**
   * Why the profile does not tell all audiences, and what to do about it. No attribute value is in
   * it.
   *
   * @return empty if it does
   */
  public Optional<String> defect() {
    return Optional.ofNullable(defect);
  }

  @Override
  public String toString() {
    return "ReadBack[" + (defect == null ? "all audiences" : defect) + "]";
  }
}
