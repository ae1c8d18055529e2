package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import org.jspecify.annotations.Nullable;

/** Removes a record, whatever is in it. */
final class RecordRemoval implements RecordChange {
  static final RecordRemoval INSTANCE = new RecordRemoval();

  private RecordRemoval() {}

  @Override
  public @Nullable MembershipRecord apply(@Nullable MembershipRecord present) {
    return null;
  }

  @Override
  public byte @Nullable [] applyToBytes(byte @Nullable [] present) {
    return null;
  }

  @Override
  public String toString() {
    return "RecordChange.removal()";
  }
}
