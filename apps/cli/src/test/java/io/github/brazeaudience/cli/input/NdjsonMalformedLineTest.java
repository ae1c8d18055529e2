package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which lines of the ndjson input are malformed, and their messages. */
class NdjsonMalformedLineTest extends NdjsonReaderFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{",
        "}",
        "[]",
        "1",
        "\"text\"",
        "null",
        "{%s,\"member_of\":[]",
        "{%s,\"member_of\":[]}}",
        "{%s,\"member_of\":[]} x",
        "{%s,\"member_of\":[]}{%s,\"member_of\":[]}",
        "{%s,\"member_of\":[]} // comment",
        "{%s,\"member_of\":[],}",
        "{'identities':{},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":01}]}",
        "{%s,\"member_of\":[{\"id\":NaN}]}",
        "{%s,\"x\":NaN,\"member_of\":[]}",
        "{%s,\"x\":Infinity,\"member_of\":[]}",
        "{%s,\"x\":\"\\x\",\"member_of\":[]}",
        "{%s,\"x\":\"tab\there\",\"member_of\":[]}",
        "{%s,\"member_of\":{}}",
        "{%s,\"member_of\":\"1\"}",
        "{%s,\"member_of\":1}",
        "{%s,\"member_of\":[1]}",
        "{%s,\"member_of\":[null]}",
        "{%s,\"member_of\":[[]]}",
        "{%s,\"member_of\":[{\"id\":true}]}",
        "{%s,\"member_of\":[{\"id\":{}}]}",
        "{%s,\"member_of\":[{\"id\":[1]}]}",
        "{%s,\"member_of\":[{\"id\":1,\"name\":1}]}",
        "{%s,\"member_of\":[{\"id\":1,\"name\":[]}]}",
        "{%s,\"entered\":{}}",
        "{%s,\"left\":false}",
        "{\"identities\":[],\"member_of\":[]}",
        "{\"identities\":\"u-1\",\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":1.5},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":1e5},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":true},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":{}},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":[\"u-1\"]},\"member_of\":[]}",
        "{%s,\"devices\":[],\"member_of\":[]}",
        "{%s,\"devices\":{\"idfa\":false},\"member_of\":[]}",
        "{%s,\"devices\":{\"idfa\":[]},\"member_of\":[]}",
        "{%s,\"push_tokens\":{},\"member_of\":[]}",
        "{%s,\"push_tokens\":[\"t\"],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":1,\"token\":\"t\"}],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":\"ios\",\"token\":1}],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":\"ios\",\"token\":\"t\",\"device_id\":1}],\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":11036.0},\"member_of\":[]}",
        "{%s,\"timestamp\":\"soon\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"\",\"member_of\":[]}",
        "{%s,\"timestamp\":\" 1\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"+1\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"1.0\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"\u0661\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"9223372036854775808\",\"member_of\":[]}",
        "{%s,\"timestamp\":1e400,\"member_of\":[]}",
        "{%s,\"timestamp\":{},\"member_of\":[]}",
        "{%s,\"timestamp\":1.5,\"member_of\":[]}",
        "{%s,\"timestamp\":true,\"member_of\":[]}",
        "{%s,\"timestamp\":99999999999999999999,\"member_of\":[]}",
        "{%s,%s,\"member_of\":[]}",
        "{%s,\"member_of\":[],\"member_of\":[]}",
        "{\"identities\":{\"email\":\"a\",\"email\":\"b\"},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":1,\"id\":1}]}",
        "{%s,\"member_of\":[{\"id\":1,\"\\u0069d\":1}]}",
        "{%s,\"x\":{\"y\":[{\"z\":1,\"z\":2}]},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":0}],\"timestamp\":true}"
      })
  void next_lineOfTheWrongForm_isMalformed(String line) throws IOException {
    assertThat(defect(line.replace("%s", USER))).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 80",
        "C1 BF",
        "E0 80 80",
        "F0 80 80 80",
        "ED A0 80",
        "ED BF BF",
        "F4 90 80 80",
        "80",
        "C3",
        "E2 82",
        "F0 9F 9A",
        "FF",
        "FE",
        "EF BB BF"
      })
  void next_bytesThatAreNotUtf8OrJson_areMalformed(String hex) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean outside = hex.equals("EF BB BF");
    bytes.write(
        utf8("{\"member_of\":[]}\n{\"identities\":{\"customer_id\":" + (outside ? "" : "\"")));
    bytes.write(HexFormat.ofDelimiter(" ").parseHex(hex));
    bytes.write(utf8((outside ? "\"u" : "") + "\"},\"member_of\":[]}\n{\"member_of\":[]}\n"));
    List<AudienceUpdate> updates = all(bytes.toByteArray());
    assertThat(updates).hasSize(3);
    assertThat(updates.get(0)).isInstanceOf(MembershipSnapshot.class);
    assertThat(((UnreadableUpdate) updates.get(1)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(updates.get(2)).isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_utf16_isMalformed() throws IOException {
    byte[] line = "{\"member_of\":[]}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(((UnreadableUpdate) all(line).get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void next_nestingWithoutEnd_isMalformed(String opening) throws IOException {
    assertThat(defect("{\"x\":" + opening.repeat(100_000))).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @Test
  void next_lineLongerThanTheLimit_isMalformedAndTheNextOneRead() throws IOException {
    String pad = " ".repeat(LineReader.MAX_LINE_BYTES);
    List<AudienceUpdate> updates =
        all(utf8("{\"member_of\":[]" + pad + "}\n{" + USER + ",\"member_of\":[]}\n"));
    assertThat(((UnreadableUpdate) updates.get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(updates.get(1)).isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_lineOfExactlyTheLimit_isRead() throws IOException {
    String line = "{" + USER + ",\"member_of\":[]";
    String pad = " ".repeat(LineReader.MAX_LINE_BYTES - line.length() - 1);
    assertThat(one(line + pad + "}")).isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_brazeIdOfAWrongType_isMalformed() throws IOException {
    assertThat(defect("{\"identities\":{\"braze_id\":[\"b\"]},\"member_of\":[]}"))
        .isEqualTo(Defect.MALFORMED_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"identities\":{\"customer_id\":\"SECRET\",\"email\":oops}}",
        "{\"identities\":{\"customer_id\":SECRET}}",
        "{\"SECRET\":1,\"SECRET\":2}",
        "{\"identities\":{\"email\":[\"SECRET\"]},\"member_of\":[]}",
        "{\"member_of\":[{\"id\":\"SECRET\"}]}",
        "{\"member_of\":[{\"id\":1,\"name\":{\"SECRET\":1}}]}",
        "{\"timestamp\":\"SECRET\"}"
      })
  void next_message_hasNoValueOfTheLineInIt(String line) throws IOException {
    assertThat(((UnreadableUpdate) one(line)).message()).isNotBlank().doesNotContain("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "oops|the line is not JSON, near column 1; write one complete object per line",
        "{'member_of':[]}|the line is not JSON, near column 2; write names in double quotes",
        "{member_of:[]}|the line is not JSON, near column 2; write names in double quotes",
        "{\"member_of\":[],\"x\":\"a\tb\"}|a string has an unescaped control character, near column"
            + " 23; remove it or, if it belongs to the value, write it as an escape, such as \\t for a"
            + " tab",
        "{\"member_of\":[{\"id\":1.5}]}|an audience of `member_of` has no whole number from 1 to"
            + " 9223372036854775807 as its `id`; write the audience id"
      })
  void next_lineThatCannotBeRead_messageNamesWhatIsWrong(String line, String message)
      throws IOException {
    assertThat(((UnreadableUpdate) one(line)).message()).isEqualTo(message);
  }

  @Test
  @Timeout(120)
  void next_numberOfMillionsOfDigits_isInvalidWithoutLongCalculation() throws IOException {
    String digits = "9".repeat(LineReader.MAX_LINE_BYTES - 1_000);
    assertThat(defect("{" + USER + ",\"member_of\":[{\"id\":" + digits + ".0}]}"))
        .isEqualTo(Defect.INVALID_AUDIENCE);
  }
}
