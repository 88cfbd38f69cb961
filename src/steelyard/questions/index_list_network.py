"""Indices of the network of countries and products."""

from __future__ import annotations

from steelyard.questions import index_network as network
from steelyard.questions.index_entry import YEAR, Index

_ECI = "Hidalgo and Hausmann (2009), PNAS 106(26), pp. 10570-10575"
_SPACE = "Hidalgo, Klinger, Barabasi and Hausmann (2007), Science 317, pp. 482-487"
_INCOME = "Hausmann, Hwang and Rodrik (2007), Journal of Economic Growth 12(1), pp. 1-25"

OF_NETWORK = (
    Index(
        "eci",
        "standard deviations",
        "second eigenvector of D^-1 M U^-1 M', M = 1 where Balassa's index >= 1",
        _ECI,
        network.every_year(network.eci),
        ranked=YEAR,
    ),
    Index(
        "pci",
        "standard deviations of eci",
        "U^-1 M' ECI / lambda",
        _ECI,
        network.every_year(network.pci),
        takes=("market",),
        ranked=YEAR,
    ),
    Index(
        "fitness",
        "ratio to the mean",
        "F_c = sum_p M_cp Q_p, Q_p = 1 / sum_c (M_cp / F_c), repeated",
        "Tacchella et al. (2012), Scientific Reports 2, 723, equation 1",
        network.every_year(network.fit),
        ranked=YEAR,
    ),
    Index(
        "proximity",
        "ratio",
        "n_pq / max(u_p, u_q), n countries that have both, u that have each",
        _SPACE,
        network.every_year(network.near),
        takes=("market",),
        ranked=YEAR,
    ),
    Index(
        "density",
        "ratio",
        "sum_q M_cq phi_pq / sum_q phi_pq, phi proximity",
        _SPACE,
        network.every_year(network.dense),
    ),
    Index(
        "prody",
        "income a head",
        "sum_c (x_cp / x_c) Y_c / sum_c (x_cp / x_c), Y income a head",
        _INCOME,
        network.every_year(network.income_of_products),
        takes=("market",),
        ranked=YEAR,
    ),
    Index(
        "expy",
        "income a head",
        "sum_p (x_cp / x_c) PRODY_p",
        _INCOME,
        network.every_year(network.income_of_exports),
        ranked=YEAR,
    ),
)
