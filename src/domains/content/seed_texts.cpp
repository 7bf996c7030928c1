// seed_texts.cpp: the words of the demonstration's models, written for it.
#include "domains/content/seed_texts.h"

namespace roost::content {
namespace {

using enum TextType;

std::vector<std::vector<SeedText>> const pools{
    {
        {bio, "Small towns, night trains, long breakfasts. New route every other Sunday."},
        {bio, "I miss connections on purpose. Slow routes through Europe 🚆"},
        {bio, "Travelling with one bag and no plan after lunch. Notes from the window seat."},
        {post,
         "Fourteen hours, two sandwiches, one sunrise over a river I still can't pronounce. Would "
         "do it again tomorrow. #nighttrain"},
        {post, "The guesthouse had no sign, only a blue door and a woman who asked if we had eaten yet."},
        {post,
         "Three things I no longer pack: a second pair of jeans, an umbrella, expectations. What "
         "did you stop carrying?"},
        {post, "If the market closes at noon, so do we. Lunch on the harbour wall, €6 for two."},
        {post,
         "Walked the old railway line from the viaduct to the lake. Eleven kilometres, no hills, "
         "one very confident goat."},
        {story, "Platform 3. Coffee in hand. Nobody knows where this train really ends."},
        {story, "Rain until four, they said. It is ten past four ☀️"},
        {story, "Pick tomorrow's stop for me: lake or cliffs?"},
        {story, "Today's budget: €31.40 including a haircut I did not plan."},
        {highlight, "Night trains"},
        {highlight, "One bag"},
        {highlight, "Harbours"},
    },
    {
        {bio, "Strength training for people who sit all day. Twenty minutes, no mirror."},
        {bio, "Coach. Two dumbbells and a doorframe are enough 💪 New plan on Mondays."},
        {bio, "Getting desk backs to carry groceries again. Ask me about your left hip."},
        {post,
         "Your back is not broken, it is bored. Four movements, three rounds, before the kettle "
         "boils. Save this for Monday."},
        {post,
         "Client of the month deadlifted her own bicycle over a fence. That is what we train for. "
         "#strongenough"},
        {post, "Rest days are part of the plan. If you skip them I will notice, and so will your knees."},
        {post,
         "Start lighter than your pride suggests. In eight weeks you will have forgotten the number "
         "and kept the habit."},
        {post, "Grip first. If you can't hold it, you can't lift it: three carries to add to any session."},
        {story, "Week 3, day 2: rows and a lot of complaining (mine)."},
        {story, "How did you sleep? Answer before you pick today's weight."},
        {story, "Ten squats while the page loads. Go."},
        {story, "New plan is up. It fits on a sticky note."},
        {highlight, "Start here"},
        {highlight, "Desk back"},
        {highlight, "Wins"},
    },
    {
        {bio, "Home cooking from five cupboards and one pan. Dinner is at seven."},
        {bio, "Lentils are a personality. Weeknight food, no special shops 🍲"},
        {bio, "I write recipes the way my aunt talks: loud, short, with too much garlic."},
        {post,
         "One pan, one onion, one tin of tomatoes and twenty quiet minutes. The recipe is in the "
         "picture, the rest is patience. #onepan"},
        {post,
         "Toast the rice until it smells like nuts. If you are afraid it will burn, you are doing it right."},
        {post,
         "My aunt measured salt with her palm. I have tested it with a scale: her palm is 11 grams, "
         "every single time."},
        {post, "Leftover herbs become tomorrow's green sauce. Lemon, oil, salt, no rules after that."},
        {post, "Bread you forgot, eggs you have, cheese you hide from the others. Breakfast is solved."},
        {story, "Pot one: soup. Pot two: more soup. It is that kind of Thursday."},
        {story, "Cinnamon in the stew: yes or never?"},
        {story, "Taste before you salt. Then taste again."},
        {story, "Market haul for under twelve euros, everything green."},
        {highlight, "One pan"},
        {highlight, "Sauces"},
        {highlight, "My aunt says"},
    },
    {
        {bio, "Menswear, second hand, worn in the city. Nothing here is new."},
        {bio, "Three coats, two pairs of shoes, every season. Tailor's best customer 🧵"},
        {bio, "I buy it used and wear it out. Fits, repairs, and where to look."},
        {post,
         "Found it with one button and a torn lining. €18 for the coat, €25 for the tailor, ten "
         "winters to go. #wornwell"},
        {post,
         "Shoulders first. Everything else about a jacket can be changed, and I have the receipts "
         "to prove it."},
        {post, "One grey suit, five mornings, five ways out of the door. Swipe for the one with trainers."},
        {post, "Resoled for the third time. The cobbler says the uppers will outlive both of us."},
        {post, "Wool in the rain smells like a library. I consider that a feature."},
        {story, "Flea market at six in the morning, hands cold, bag full."},
        {story, "Hem or no break? You decide, I live with it."},
        {story, "Before. After. Thirty minutes with a steamer."},
        {story, "The rule today: nothing younger than me."},
        {highlight, "Repairs"},
        {highlight, "Coats"},
        {highlight, "Where I look"},
    },
    {
        {bio, "Stoneware from a workshop of three. Drops on the first of the month."},
        {bio, "Cups, bowls, and the occasional disaster. Fired at 1240 °C."},
        {bio, "Made by hand, meant for the dishwasher. Next drop: the 1st, 10:00."},
        {post,
         "The kiln opened at dawn: forty-one cups, two cracks, one glaze that we will never manage "
         "to repeat. #stoneware"},
        {post, "This bowl took nine minutes on the wheel and eleven years to learn."},
        {post, "Seconds sale on Saturday. A wobble is not a fault, it is a signature."},
        {post, "New glaze test: ash from the bakery next door. It comes out like the sky before snow."},
        {post, "Handles are pulled, not glued. You can feel it with your thumb."},
        {story, "Trimming day. The floor is forty percent clay now."},
        {story, "Kiln at 900 °C and climbing. We are not sleeping either."},
        {story, "Which rim: thin or rolled?"},
        {story, "Packed, taped, gone. Thank you for 60 orders in one hour."},
    },
};

}  // namespace

std::vector<SeedText> const& seed_texts(std::size_t model) { return pools[model % pools.size()]; }

}  // namespace roost::content
