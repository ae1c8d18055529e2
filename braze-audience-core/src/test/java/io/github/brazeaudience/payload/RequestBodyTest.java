package io.github.brazeaudience.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.outcome.Reason;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestBodyTest {
  private static final int AROUND = "{\"attributes\":[]}".length();

  private final PayloadBuilder builder =
      PayloadBuilder.of(BrazeAudienceConfig.builder().restApiKey("key").build());
  private final PayloadEncoder encoder = builder.encoder();

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "75,75", "76,75", "200,75"})
  void body_users_hasUpTo75InOrder(int users, int expected) {
    List<UserAttributes> objects = IntStream.range(0, users).mapToObj(i -> user(i, "")).toList();

    RequestBody body = encoder.body(objects);

    assertThat(body.objects()).isEqualTo(expected);
    assertThat(new String(body.bytes(), UTF_8)).isEqualTo(joined(objects.subList(0, expected)));
  }

  /** The value of the last user is used again only for the same ids in the same order. */
  @ParameterizedTest
  @CsvSource({"1 2, 1 2", "1 2, 2 1", "1 2, 1 2 3", "1 2 3, 1 2", "1, 2", "1, ''"})
  void body_twoUsers_hasTheAudiencesOfEach(String first, String second) {
    List<UserAttributes> objects = List.of(user("u-1", first), user("u-2", second));

    assertThat(new String(encoder.body(objects).bytes(), UTF_8)).isEqualTo(joined(objects));
    for (String ids : List.of(first, second)) {
      String value = ids.isEmpty() ? "null" : "\"'" + ids.replace(" ", "','") + "'\"";
      assertThat(new String(encoder.encode(user("u", ids)), UTF_8))
          .contains("\"SegmentMembership\":" + value);
    }
  }

  private UserAttributes user(String customerId, String ids) {
    List<Audience> audiences =
        Stream.of(ids.split(" ", -1))
            .filter(id -> !id.isEmpty())
            .map(id -> Audience.of(Long.parseLong(id)))
            .toList();
    return attributes(MembershipSnapshot.of(UserProfile.ofCustomerId(customerId), audiences));
  }

  @Test
  void body_largeUsers_hasUpTo4000000Bytes() {
    int room = 4_000_000 - AROUND - ",".length() - 2 * encoder.encode(user(0, "e")).length + 2;
    UserAttributes half = user(1, "e".repeat(room / 2));

    RequestBody fits =
        encoder.body(List.of(half, user(2, "e".repeat(room - room / 2)), user(3, "")));
    RequestBody oneMore =
        encoder.body(List.of(half, user(2, "e".repeat(room - room / 2 + 1)), user(3, "")));

    assertThat(fits.objects()).isEqualTo(2);
    assertThat(fits.bytes()).hasSize(4_000_000);
    assertThat(oneMore.objects()).isEqualTo(1);
    assertThat(new String(oneMore.bytes(), UTF_8)).isEqualTo(joined(List.of(half)));
  }

  @Test
  void body_afterACutBody_isNotAffected() {
    UserAttributes large = user(1, "e".repeat(3_000_000));
    encoder.body(List.of(large, large));

    assertThat(new String(encoder.body(List.of(user(2, ""))).bytes(), UTF_8))
        .isEqualTo(joined(List.of(user(2, ""))));
  }

  @Test
  void body_noUserFits_throws() {
    List<UserAttributes> tooLarge = List.of(user(1, "e".repeat(4_000_000)));

    assertThatIllegalArgumentException().isThrownBy(() -> encoder.body(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.body(tooLarge));
  }

  @Test
  void body_changeWithUnknownFullSet_throwsAndLeavesNoState() {
    List<UserAttributes> objects = new ArrayList<>(List.of(user(1, "")));
    objects.add(
        attributes(
            MembershipChange.of(
                UserProfile.ofCustomerId("u"), List.of(Audience.of(1)), List.of())));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.body(objects))
        .withMessageContaining("full membership is unknown");
    assertThat(new String(encoder.encode(user(2, "")), UTF_8)).isEqualTo(object(user(2, "")));
  }

  @Test
  void body_afterAFailedBody_isNotAffected() {
    Set<Long> broken =
        new AbstractSet<>() {
          @Override
          public Iterator<Long> iterator() {
            throw new IllegalStateException("broken");
          }

          @Override
          public int size() {
            return 1;
          }
        };
    UserAttributes breaksOff =
        new UserAttributes(
            user(1, "").identifier(),
            AttributesContent.of(
                SendSegmentsAs.ARRAY_ATTRIBUTE,
                null,
                List.of(),
                broken,
                Set.of(),
                Set.of(),
                Map.of()));

    assertThatIllegalStateException().isThrownBy(() -> encoder.body(List.of(breaksOff)));
    assertThat(new String(encoder.body(List.of(user(2, ""))).bytes(), UTF_8))
        .isEqualTo(joined(List.of(user(2, ""))));
    assertThatIllegalStateException().isThrownBy(() -> encoder.encode(breaksOff));
    assertThat(new String(encoder.encode(user(3, "")), UTF_8)).isEqualTo(object(user(3, "")));
  }

  /** An app id has no length limit and is written with each token. */
  @ParameterizedTest
  @CsvSource({"1_000_000, false", "3_900_000, false", "4_000_000, true"})
  void checkSize_longAppId_isMeasured(String chars, boolean tooLarge) {
    PayloadBuilder tokens =
        PayloadBuilder.of(
            BrazeAudienceConfig.builder()
                .restApiKey("key")
                .apiKey("a".repeat(Integer.parseInt(chars.replace("_", ""))))
                .build());
    UserAttributes made =
        (UserAttributes)
            tokens.build(
                MembershipSnapshot.of(
                    UserProfile.builder()
                        .customerId("u")
                        .pushToken(PushToken.of(PushPlatform.IOS, "t"))
                        .build(),
                    Audience.of(1)));

    PayloadRefusal refusal = tokens.checkSize(made, tokens.encoder());

    assertThat(refusal != null).isEqualTo(tooLarge);
    assertThat(refusal == null || refusal.reason() == Reason.OBJECT_TOO_LARGE).isTrue();
  }

  /** Uses characters that JSON escapes with six bytes, and the longest ids. */
  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void maxEncodedBytes_onlyEscapes_isAtLeastTheActualSize(SendSegmentsAs mode) {
    String escapes = "\u0001".repeat(234);
    PayloadBuilder all =
        PayloadBuilder.of(
            BrazeAudienceConfig.builder()
                .restApiKey("key")
                .sendSegmentsAs(mode)
                .perSegmentValue(PerSegmentValue.STRING)
                .apiKey("app")
                .singleAttributeName("s" + escapes)
                .arrayAttributeName("a" + escapes)
                .perSegmentPrefix("p")
                .build());
    UserProfile user =
        UserProfile.builder()
            .customerId("u" + escapes)
            .email("e" + escapes)
            .pushToken(PushToken.of(PushPlatform.IOS, "t" + escapes))
            .pushToken(PushToken.of(PushPlatform.ANDROID, "t" + escapes))
            .build();
    for (int count : new int[] {1, 12, 400}) {
      List<Audience> audiences =
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      Audience.of(
                          Long.MAX_VALUE - i,
                          String.format(Locale.ROOT, "%03d%s", i, escapes) + "x"))
              .toList();
      for (AudienceUpdate update :
          List.of(
              MembershipSnapshot.of(user, audiences),
              MembershipChange.of(user, audiences, List.of()),
              MembershipChange.of(user, List.of(), audiences))) {
        if (all.build(update) instanceof UserAttributes made) {
          assertThat((long) all.encoder().encodeKnown(made).length)
              .isLessThanOrEqualTo(made.maxEncodedBytes());
        }
      }
    }
  }

  @Test
  void toString_body_showsOnlySizes() {
    assertThat(encoder.body(List.of(user(1, "secret"))))
        .hasToString("RequestBody[1 objects, 86 bytes]");
  }

  private UserAttributes user(int number, String email) {
    return attributes(
        MembershipSnapshot.of(
            UserProfile.builder()
                .customerId(String.format(Locale.ROOT, "user-%03d", number))
                .email(email)
                .build(),
            Audience.of(1)));
  }

  private UserAttributes attributes(AudienceUpdate update) {
    return (UserAttributes) builder.build(update);
  }

  private String joined(List<UserAttributes> objects) {
    return objects.stream()
        .map(this::object)
        .collect(Collectors.joining(",", "{\"attributes\":[", "]}"));
  }

  private String object(UserAttributes attributes) {
    return new String(builder.encoder().encode(attributes), UTF_8);
  }
}
