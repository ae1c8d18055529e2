package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the bytes of records with those of all versions of the format. */
class RecordFormatTest {
  private static final Audience A = Audience.of(11034, "Ibiza Dreamers");
  private static final Audience B = Audience.of(11036, "Aspiring Athenians");
  private static final UserProfile USER =
      UserProfile.builder()
          .customerId("u")
          .email("u@example.com")
          .pushToken(PushToken.of(PushPlatform.ANDROID, "token"))
          .build();

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  /** The bytes of the hashes of the user's email and push token. */
  private static final String HASHES =
      "551027048e52ccc6dfe5edd32cc5156b2ac03a1d7e5fb779aa97beeb492b8b54";

  /** A record with one time: its version, and the time after the hashes. */
  private static final String TIMED =
      "c33a276285020d" + HASHES + "18867251edfa0000" + "01003280f2d6ca06019a5600";

  /** A record with several times. */
  private static final String SEVERAL_TIMES =
      "c307a21b33031d"
          + HASHES
          + "1886c0e67f4900000d81f0b25281f0b252"
          + "01003280f2d6ca06029a569c560001019c56020000000069570a8100000001";

  /** A record with the time of a claim whose audience was left later. */
  private static final String CLAIM =
      "c350d4547b041d"
          + HASHES
          + "188672522994ca000dd20fd20f01000880f2d6ca06019c560211496e204962697a6120447265616d657273019a56"
          + "15496e204173706972696e6720417468656e69616e73039c5600029a56019c56d20f0101d10f";

  /** A record with the time of a claim whose audience has another name since. */
  private static final String GIVEN_UP =
      "c34bfadb7a041d"
          + HASHES
          + "188672522994ca000d010101000880f2d6ca06019a560108496e204f74686572039a5600019a5601010011"
          + "496e204962697a6120447265616d657273d10f";

  /** Record without timestamps, and its bytes. */
  enum Sample {
    SNAPSHOT(
        SendSegmentsAs.SINGLE_ATTRIBUTE,
        "c34bbc76b60105" + HASHES + "01003280f2d6ca06029a569c5600",
        user -> user.accepted(MembershipSnapshot.of(USER, A, B))),
    CHANGE(
        SendSegmentsAs.ARRAY_ATTRIBUTE,
        "c344b043800105" + HASHES + "01000480f2d6ca06019a5602039a56019c56",
        user -> user.accepted(MembershipChange.of(USER, List.of(A), List.of(B)))),
    PENDING(
        SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
        "c36be981920105"
            + HASHES
            + "0100fb80f2d6ca06019a5602020211496e204962697a6120447265616d6572730b9a56"
            + "15496e204173706972696e6720417468656e69616e73089c56",
        user -> {
          user.accepted(MembershipSnapshot.of(USER, A));
          user.lost(MembershipChange.of(USER, List.of(B), List.of(A)));
        }),
    LEFT(
        SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT,
        "c36e4f578d0105"
            + HASHES
            + "01000a80f2d6ca06000211496e204962697a6120447265616d657273019a5615496e20"
            + "4173706972696e6720417468656e69616e73019c56",
        user -> {
          user.accepted(MembershipSnapshot.of(USER, A, B));
          user.accepted(MembershipSnapshot.of(USER));
        }),
    TWO_SETS_OF_NAMES(
        SendSegmentsAs.SINGLE_AND_ARRAY,
        "c3d12704360105"
            + HASHES
            + "0200f280f2d6ca06019a5600000f3632356333656136346361616534635280f2d6ca06"
            + "00",
        user -> {
          user.accepted(MembershipSnapshot.of(USER, A));
          user.config().singleAttributeName("Other");
          user.accepted(MembershipSnapshot.of(USER));
        });

    private final SendSegmentsAs mode;
    private final String bytes;
    private final Consumer<UserHistory> history;

    Sample(SendSegmentsAs mode, String bytes, Consumer<UserHistory> history) {
      this.mode = mode;
      this.bytes = bytes;
      this.history = history;
    }

    private MembershipRecord record() {
      UserHistory user = user(mode);
      history.accept(user);
      return user.record();
    }
  }

  @ParameterizedTest
  @EnumSource
  void toBytes_recordWithoutTimestamps_hasTheBytesOfVersion1(Sample sample) {
    assertThat(HexFormat.of().formatHex(sample.record().toBytes())).isEqualTo(sample.bytes);
  }

  @ParameterizedTest
  @EnumSource
  void ofBytes_bytesOfVersion1_areRead(Sample sample) {
    assertThat(MembershipRecord.ofBytes(HexFormat.of().parseHex(sample.bytes)))
        .isEqualTo(sample.record());
  }

  @Test
  void toBytes_snapshotsWithTimestamps_takesEightBytesMore() {
    UserHistory user = user(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);
    UserHistory timed = user(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);

    user.accepted(MembershipSnapshot.of(USER, A, B));
    timed.accepted(MembershipSnapshot.of(USER, A, B).at(TIME));
    assertThat(timed.record().toBytes()).hasSize(user.record().toBytes().length + 8);

    user.accepted(MembershipSnapshot.of(USER, A));
    timed.accepted(MembershipSnapshot.of(USER, A).at(TIME.plusSeconds(1)));
    assertThat(timed.record().toBytes()).hasSize(user.record().toBytes().length + 8);
  }

  @Test
  void toBytes_changeAfterASnapshot_storesItsTimeOnce() {
    UserHistory user = user(SendSegmentsAs.SINGLE_ATTRIBUTE);
    MembershipSnapshot snapshot = MembershipSnapshot.of(UserProfile.ofCustomerId("u"), A);

    user.accepted(snapshot.at(TIME));
    int before = user.record().toBytes().length;
    user.accepted(
        MembershipChange.of(UserProfile.ofCustomerId("u"), List.of(), List.of(A))
            .at(TIME.plusSeconds(1)));
    user.accepted(snapshot.at(TIME.plusSeconds(2)));

    assertThat(user.record().toBytes()).hasSize(before);
  }

  /** The snapshot has the time of the record, and the email and the token an earlier one. */
  @Test
  void toBytes_contactOfAnEarlierSnapshot_takesFewBytesMore() {
    UserProfile withEmail = UserProfile.builder().customerId("u").email("u@example.com").build();
    UserProfile withoutEmail = UserProfile.ofCustomerId("u");
    UserHistory user = user(SendSegmentsAs.SINGLE_ATTRIBUTE);
    UserHistory timed = user(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(MembershipSnapshot.of(withEmail, A));
    timed.accepted(MembershipSnapshot.of(withEmail, A).at(TIME));

    user.accepted(MembershipSnapshot.of(withoutEmail, B));
    timed.accepted(MembershipSnapshot.of(withoutEmail, B).at(TIME.plus(Duration.ofDays(24))));

    assertThat(timed.record().toBytes()).hasSize(user.record().toBytes().length + 8 + 1 + 5);
    assertThat(MembershipRecord.ofBytes(timed.record().toBytes())).isEqualTo(timed.record());
  }

  /** A snapshot, one without the email and the token a day later, and then a change. */
  private static UserHistory severalTimes() {
    UserHistory user = user(SendSegmentsAs.SINGLE_ATTRIBUTE);
    UserProfile only = UserProfile.ofCustomerId("u");
    Instant nextDay = TIME.plus(Duration.ofDays(1));
    user.accepted(MembershipSnapshot.of(USER, A).at(TIME));
    user.accepted(MembershipSnapshot.of(only, A).at(nextDay));
    user.accepted(
        MembershipChange.of(only, List.of(B), List.of()).at(nextDay.plusSeconds(1).plusNanos(1)));
    return user;
  }

  @Test
  void ofBytes_severalTimesInVersion2_areRead() {
    String bytes =
        "c3890692b0021d"
            + HASHES
            + "1886c0e67f4900000218867251edfa0000000218867251edfa0000"
            + "01003280f2d6ca06029a569c560001019c56021886c0e6bae3ca01";

    assertThat(MembershipRecord.ofBytes(HexFormat.of().parseHex(bytes)))
        .isEqualTo(severalTimes().record());
  }

  @Test
  void toBytes_severalTimes_hasVersion3() {
    MembershipRecord record = severalTimes().record();

    byte[] bytes = record.toBytes();

    assertThat(bytes[RecordChecksum.BYTES]).isEqualTo((byte) 3);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(SEVERAL_TIMES);
    assertThat(MembershipRecord.ofBytes(bytes)).isEqualTo(record);
  }

  @Test
  void toBytes_audienceLeftAfterItWasEntered_hasVersion4() {
    UserHistory user = user(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(MembershipChange.of(USER, List.of(A), List.of()).at(TIME));
    user.accepted(MembershipChange.of(USER, List.of(), List.of(A)).at(TIME.plusSeconds(1)));
    user.accepted(MembershipChange.of(USER, List.of(B), List.of()).at(TIME.plusSeconds(2)));

    byte[] bytes = user.record().toBytes();

    assertThat(bytes[RecordChecksum.BYTES]).isEqualTo((byte) 4);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(CLAIM);
    assertThat(MembershipRecord.ofBytes(bytes)).isEqualTo(user.record());
  }

  /** The time of the claim refers to the name, which the record has once. */
  @Test
  void toBytes_nameOfAnAudienceThatWasLeft_takesFewBytesMore() {
    UserHistory user = user(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(MembershipChange.of(USER, List.of(A), List.of()).at(TIME));
    int before = user.record().toBytes().length;

    user.accepted(MembershipChange.of(USER, List.of(), List.of(A)).at(TIME.plusSeconds(1)));

    assertThat(user.record().toBytes()).hasSizeLessThanOrEqualTo(before + 8);
  }

  @Test
  void toBytes_snapshotAfterClaims_forgetsTheirTimes() {
    UserHistory user = user(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    UserHistory simple = user(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    Audience renamed = Audience.of(B.id(), "Other");
    user.accepted(MembershipChange.of(USER, List.of(A, B), List.of()).at(TIME));
    user.accepted(MembershipChange.of(USER, List.of(renamed), List.of(A)).at(TIME.plusSeconds(1)));
    user.accepted(MembershipSnapshot.of(USER, A, renamed).at(TIME.plusSeconds(2)));
    simple.accepted(MembershipSnapshot.of(USER, A, renamed).at(TIME.plusSeconds(2)));

    assertThat(user.record().toBytes()).hasSameSizeAs(simple.record().toBytes());
  }

  @Test
  void toBytes_nameThatAnAudienceGaveUp_hasVersion4() {
    UserHistory user = user(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(MembershipChange.of(USER, List.of(A), List.of()).at(TIME));
    user.accepted(
        MembershipChange.of(USER, List.of(Audience.of(A.id(), "Other")), List.of())
            .at(TIME.plusSeconds(1)));

    byte[] bytes = user.record().toBytes();

    assertThat(bytes[RecordChecksum.BYTES]).isEqualTo((byte) 4);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GIVEN_UP);
    assertThat(MembershipRecord.ofBytes(bytes)).isEqualTo(user.record());
  }

  /** Earlier releases read the version first, and refuse a version that they do not know. */
  @Test
  void toBytes_recordWithTimestamps_hasAVersionThatEarlierReleasesRefuse() {
    UserHistory user = user(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(MembershipSnapshot.of(USER, A).at(TIME));

    byte[] bytes = user.record().toBytes();
    assertThat(bytes[RecordChecksum.BYTES]).isEqualTo((byte) 2);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(TIMED);
    assertThat(MembershipRecord.ofBytes(bytes)).isEqualTo(user.record());
  }

  private static UserHistory user(SendSegmentsAs mode) {
    return new UserHistory(BrazeAudienceConfig.builder().sendSegmentsAs(mode).apiKey("app"));
  }
}
