"""Where towns of the Achterhoek lie, for distances in the demo: areas of postcodes, and roughly the middle of the town.

Source: `pc4_achterhoek.csv` of the project's sample data (approximate town centres, WGS 84). An installation imports a
table of its own with `reisgenoot places`.
"""

PLACES = (
    ("7001", "Doetinchem", "Doetinchem", 51.965, 6.289),
    ("7006", "Doetinchem", "Doetinchem", 51.958, 6.305),
    ("7021", "Zelhem", "Bronckhorst", 52.006, 6.349),
    ("7041", "'s-Heerenberg", "Montferland", 51.877, 6.259),
    ("7051", "Varsseveld", "Oude IJsselstreek", 51.944, 6.459),
    ("7061", "Terborg", "Oude IJsselstreek", 51.921, 6.355),
    ("7071", "Ulft", "Oude IJsselstreek", 51.889, 6.380),
    ("7081", "Gendringen", "Oude IJsselstreek", 51.873, 6.377),
    ("7091", "Dinxperlo", "Aalten", 51.863, 6.490),
    ("7101", "Winterswijk", "Winterswijk", 51.972, 6.720),
    ("7121", "Aalten", "Aalten", 51.925, 6.581),
    ("7131", "Lichtenvoorde", "Oost Gelre", 51.986, 6.566),
    ("7141", "Groenlo", "Oost Gelre", 52.042, 6.611),
    ("7151", "Eibergen", "Berkelland", 52.100, 6.649),
    ("7161", "Neede", "Berkelland", 52.134, 6.614),
    ("7251", "Vorden", "Bronckhorst", 52.105, 6.313),
    ("7255", "Hengelo (Gld)", "Bronckhorst", 52.052, 6.309),
    ("7271", "Borculo", "Berkelland", 52.115, 6.522),
    ("6941", "Didam", "Montferland", 51.939, 6.132),
)
"""Without 7261 Ruurlo, so that the demo shows a distance that is unknown too."""
