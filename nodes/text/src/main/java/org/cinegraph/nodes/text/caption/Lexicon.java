package org.cinegraph.nodes.text.caption;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// The nouns by which a phrase is known, with the group and the region that they stand for. Groups
/// are those that CosmicMan was trained with: `shot`, then 0 to 19.
final class Lexicon {
  private static final SequencedMap<String, Kind> NOUNS = new LinkedHashMap<>();

  /// @param group `shot`, or the number of the group
  /// @param name of the group
  record Kind(String group, String name, Region region) {}

  static {
    add("shot", "shot", Region.FOREGROUND, "shot headshot portrait close-up closeup");
    add(
        "0",
        "person",
        Region.FOREGROUND,
        "man woman boy girl lady gentleman male female person child kid teenager adult model"
            + " men women people bride groom");
    add(
        "1",
        "body shape",
        Region.FOREGROUND,
        "figure build physique body slim slender fit muscular plump chubby overweight skinny");
    add(
        "2",
        "background",
        Region.BACKGROUND,
        "background backdrop street park beach studio room forest city garden office wall field"
            + " sky sea road mountains");
    add(
        "3",
        "hair",
        Region.HAIR,
        "hair hairstyle ponytail ponytails braid braids bun bangs fringe curls bob afro dreadlocks"
            + " pigtails");
    add(
        "4",
        "special clothes",
        Region.CLOTHES,
        "uniform costume robe pajamas pyjamas kimono tracksuit suit clothes clothing sleeves");
    add(
        "5",
        "dress",
        Region.DRESS,
        "dress gown jumpsuit romper one-piece overalls swimsuit bodysuit sundress");
    add(
        "6",
        "top",
        Region.UPPER_CLOTHES,
        "shirt t-shirt tshirt tee blouse sweater top tank hoodie vest polo sweatshirt turtleneck"
            + " camisole pullover jersey undershirt");
    add(
        "7",
        "coat",
        Region.UPPER_CLOTHES,
        "coat jacket blazer cardigan parka trench cape cloak overcoat windbreaker raincoat");
    add(
        "8",
        "bottom",
        Region.PANTS,
        "pants jeans trousers shorts leggings sweatpants slacks culottes joggers");
    add("8", "bottom", Region.SKIRT, "skirt miniskirt");
    add(
        "9",
        "shoes",
        Region.SHOES,
        "shoes shoe boots sneakers heels sandals loafers slippers trainers pumps flats");
    add("10", "accessory", Region.HAT, "hat cap beanie beret helmet fedora bonnet");
    add("10", "accessory", Region.GLASSES, "glasses sunglasses eyeglasses goggles");
    add("11", "accessory", Region.BAG, "bag handbag backpack purse clutch tote briefcase");
    add("12", "belt", Region.BELT, "belt");
    add("13", "scarf", Region.SCARF, "scarf shawl");
    add("14", "overall style", Region.NONE, "style look outfit fashion");
    add("15", "headband", Region.NONE, "headband hairband");
    add("16", "headscarf", Region.NONE, "headscarf hijab bandana turban");
    add("17", "veil", Region.NONE, "veil");
    add("18", "socks", Region.NONE, "socks stockings tights");
    add("19", "ties", Region.NONE, "tie ties necktie bowtie");
  }

  private Lexicon() {}

  private static void add(String group, String name, Region region, String nouns) {
    for (String noun : nouns.split(" ")) {
      NOUNS.put(noun, new Kind(group, name, region));
    }
  }

  /// The last of the nouns in a text, as the head of an English phrase stands last.
  static Optional<Kind> last(String text) {
    int end = text.length();
    while (end > 0) {
      int start = end;
      while (start > 0 && isWordPart(text.charAt(start - 1))) {
        start--;
      }
      Kind kind = NOUNS.get(text.substring(start, end).toLowerCase(Locale.ROOT));
      if (kind != null) {
        return Optional.of(kind);
      }
      end = Math.max(0, start - (start == end ? 1 : 0));
    }
    return Optional.empty();
  }

  static boolean isWordPart(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '-';
  }
}
