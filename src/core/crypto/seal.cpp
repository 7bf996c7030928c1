// seal.cpp: boxes of version 1: version, key id, nonce, XChaCha20-Poly1305 ciphertext with tag.
#include "core/crypto/seal.h"

#include <sodium.h>

#include <stdexcept>

namespace roost::crypto {
namespace {

constexpr char version = 1;
constexpr std::size_t header_size = 2;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

unsigned char const* bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// BLAKE2b of `purpose`, a NUL and `text` under `key`; the NUL keeps the two apart.
std::string keyed_blake2b(std::string const& key, std::string_view purpose, std::string_view text) {
    std::string hash(32, '\0');
    crypto_generichash_state state;
    crypto_generichash_init(&state, bytes(key), key.size(), hash.size());
    crypto_generichash_update(&state, bytes(purpose), purpose.size());
    crypto_generichash_update(&state, bytes(std::string_view("\0", 1)), 1);
    crypto_generichash_update(&state, bytes(text), text.size());
    crypto_generichash_final(&state, bytes(hash), hash.size());
    return hash;
}

/// The header is authenticated too: a box cannot be relabelled to another key or version.
std::string associated_data(std::string_view header, std::string_view context) {
    std::string data;
    data.reserve(header.size() + context.size());
    return data.append(header).append(context);
}

Error cannot_open(std::string_view why) {
    return {.kind = ErrorKind::internal,
            .code = "crypto.cannot_open",
            .detail = "A sealed value cannot be opened: " + std::string(why) +
                      ". Check that secrets.master_key holds every key it ever held, in order."};
}

}  // namespace

Keyring::Keyring(std::vector<Secret<std::string>> const& keys, Random& random) : random_(random) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    if (keys.empty() || keys.size() > 255) throw std::invalid_argument("a keyring has 1 to 255 keys");
    for (auto const& key : keys) {
        if (key.reveal().size() != key_size) throw std::invalid_argument("a master key has 32 bytes");
        seal_keys_.emplace_back(keyed_blake2b(key.reveal(), "roost.seal", ""));
    }
    hash_key_ = Secret(keyed_blake2b(keys.front().reveal(), "roost.keyed_hash", ""));
}

std::string Keyring::seal(std::string_view plain, std::string_view context) const {
    std::string box(header_size + nonce_size + plain.size() + tag_size, '\0');
    box[0] = version;
    box[1] = static_cast<char>(seal_keys_.size());
    random_.fill(box.data() + header_size, nonce_size);
    auto data = associated_data(std::string_view(box).substr(0, header_size), context);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(box) + header_size + nonce_size, &written, bytes(plain),
                                               plain.size(), bytes(data), data.size(), nullptr,
                                               bytes(box) + header_size, bytes(seal_keys_.back().reveal()));
    return box;
}

Result<Secret<std::string>> Keyring::open(std::string_view box, std::string_view context) const {
    auto id = key_id(box);
    if (id == 0) return cannot_open("it is damaged");
    if (id > newest_key_id()) return cannot_open("its key is missing");
    auto data = associated_data(box.substr(0, header_size), context);
    auto sealed = box.substr(header_size + nonce_size);
    std::string plain(sealed.size() - tag_size, '\0');
    unsigned long long written = 0;
    auto const& key = seal_keys_[static_cast<std::size_t>(id - 1)].reveal();
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), &written, nullptr, bytes(sealed),
                                                   sealed.size(), bytes(data), data.size(),
                                                   bytes(box) + header_size, bytes(key)) != 0) {
        return cannot_open("wrong key, another row's value, or damage");
    }
    return Secret(std::move(plain));
}

std::string Keyring::keyed_hash(std::string_view text, std::string_view purpose) const {
    return keyed_blake2b(hash_key_.reveal(), purpose, text);
}

int Keyring::key_id(std::string_view box) {
    if (box.size() < header_size + nonce_size + tag_size || box[0] != version) return 0;
    return static_cast<unsigned char>(box[1]);
}

}  // namespace roost::crypto
