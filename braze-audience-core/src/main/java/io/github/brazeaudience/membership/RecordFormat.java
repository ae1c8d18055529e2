package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.util.List;

/**
 * Binary format of membership records: its versions, bits and codes. It is compact because a store
 * can have many millions of records: numbers are varints, and a set that equals the members is
 * written as a reference to them.
 */
final class RecordFormat {
  static final int FIRST_VERSION = 1;

  /** Version of a record with one time. Earlier releases wrote it for all records with times. */
  static final int ONE_TIME_VERSION = 2;

  /** Version of a record with several times, or with a time before 1677 or after 2262. */
  static final int TIMES_VERSION = 3;

  /** Version of a record with times of claims of attributes per segment. */
  static final int VERSION = 4;

  /** Version number that no record has. */
  static final byte UNREADABLE = 0;

  /** Bits of the byte of the contact, in addition to {@link #EMAIL} and those of {@link #bit}. */
  static final int HAS_OWN_TIME = 8;

  static final int HAS_TIMES = 16;
  static final int HAS_WIDE_TIME = 32;

  /** The bit of {@link #HAS_TIMES} for the audiences; those of the contact precede it. */
  static final int AUDIENCES_DIFFER = 8;

  static final int EMAIL = 1;

  /** Encodings of a time in {@link #ONE_TIME_VERSION}. */
  static final int NO_TIME = 0;

  static final int TIME_OF_RECORD = 1;
  static final int OTHER_TIME = 2;

  /** Bits of the first byte of a membership. The forms of the two sets follow them. */
  static final int PENDING = 1;

  static final int FULL = 2;
  static final int HAS_ELEMENTS = 4;
  static final int HAS_FLAGS = 8;
  static final int SINGLE_SHIFT = 4;
  static final int ARRAY_SHIFT = 6;
  static final int FORM_MASK = 3;

  /** Bits of the byte of a flag. */
  static final int FLAG_SET = 1;

  static final int FLAG_MEMBER = 2;
  static final int FLAG_TEXT = 4;
  static final int FLAG_PENDING = 8;
  static final int FLAG_CONTESTED = 16;

  /** Encodings of a set of ids. */
  static final int SAME_AS_MEMBERS = 0;

  static final int OWN_IDS = 1;
  static final int SET_PENDING = 2;

  /** Encoding of a name that no flag of the membership has; the others are numbered from 1. */
  static final int OTHER_NAME = 0;

  static final List<PushPlatform> PLATFORMS = List.of(PushPlatform.IOS, PushPlatform.ANDROID);

  private RecordFormat() {}

  static int bit(PushPlatform platform) {
    return switch (platform) {
      case IOS -> 2;
      case ANDROID -> 4;
    };
  }
}
