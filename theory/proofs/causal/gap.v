(* Strict dominance with a quantitative gap, by contraction of chi-square under a minorisation
   of the transition matrix (no spectral theory), and under the assumptions of the paper with a
   prior (arXiv 2402.14735, Assumption 4.3 and the proof of Theorem 4.4). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information chain.
From Lemmascope.causal Require Import limit_gradient forest parent_dominates two_state.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* ||B||_F^2 for B = diag(mu)^(1/2) (pi - 1 mu^T) diag(mu)^(-1/2) *)
Definition frobB (R : realFieldType) n (pi : 'M[R]_n) (mu : 'rV[R]_n) :=
  \sum_a \sum_b mu 0 a / mu 0 b * (pi a b - mu 0 b) ^+ 2.

(* ---------- statements ---------- *)
(** theorem causal/GapIsBoundedBelow
    says: Under the assumptions of the paper with a finite prior (entries at least ga/S, ||B||_F
      >= ga, constant mean) the parent beats every other position up to and including the own one
      by at least ga^3/2.
    leaves out: The prior is a finite mixture; the constant-mean assumption is used for the own
      position only; ||B||_F^2 is written as its sum (frobB).
    supports: causal/gap-is-bounded-below causal/self-entry-averages-to-zero
      causal/parent-dominates-self *)
Definition GapIsBoundedBelow_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R) (ga : R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i j p,
  (forall k, 0 <= w k) -> \sum_k w k = 1 -> (forall k, chain (pi k) (mu k)) -> forest par ->
  0 <= ga -> (forall k a b, ga / n.+1%:R <= pi k a b) ->
  (forall k, ga ^+ 2 <= frobB (pi k) (mu k)) ->
  \sum_k w k *: pi k = const_mx n.+1%:R^-1 ->
  (j <= i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga ^+ 3 / 2%:R <= \sum_k w k * (g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i)
                                - g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i)).

(** theorem causal/GapOfOneChain
    says: For one chain whose rows dominate ga times a common law, the parent beats every other
      earlier position by at least ga/2 ||B||_F^2.
    leaves out: Earlier positions only (j < i); ga is a minorisation constant.
    supports: causal/gap-is-bounded-below *)
Definition GapOfOneChain_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (ga : R)
    (par : nat -> option nat) T i j p,
  chain pi mu -> 0 <= ga -> minorised ga pi -> forest par ->
  (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga / 2%:R * frobB pi mu
    <= g pi mu (pair_law pi mu par T p i) - g pi mu (pair_law pi mu par T j i).

(** theorem causal/FrobeniusNormIsChi2
    says: ||B||_F^2 for B = diag(mu)^(1/2) (pi - 1 mu^T) diag(mu)^(-1/2) is the chi-square
      information of the (parent, child) pair.
    leaves out: B itself, with its square roots, is not formed: its squared entries are summed.
    supports: causal/parent-entry-is-chi2 causal/gap-is-bounded-below *)
Definition FrobeniusNormIsChi2_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1),
  chain pi mu -> frobB pi mu = chi2 (edge pi mu).

(** theorem causal/SelfEntryAveragesToZero
    says: Under a finite prior of constant mean the limiting gradient entry of the own position
      averages to zero.
    leaves out: The prior is a finite mixture of chains.
    supports: causal/self-entry-averages-to-zero *)
Definition SelfEntryAveragesToZero_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i,
  \sum_k w k = 1 -> (forall k, chain (pi k) (mu k)) -> forest par ->
  \sum_k w k *: pi k = const_mx n.+1%:R^-1 -> (i < T)%N ->
  \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T i i) = 0.

(* ---------- proofs ---------- *)
Section Gap.
Variables (R : realFieldType) (n : nat).
Add Field RF2 : (RingTac.ft R).
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (ga : R).
Hypotheses (H : chain pi mu) (ga0 : 0 <= ga) (mn : minorised ga pi).

Let ga1 : ga <= 1. Proof. by case: H => pis _ _ _; apply: minorised_le1 pis mn. Qed.
Let mu0 : forall a, 0 < mu 0 a. Proof. by case: H. Qed.
Let mu1 : \sum_a mu 0 a = 1. Proof. by case: H. Qed.
Let pis : stochastic pi. Proof. by case: H. Qed.
Lemma law_coupling (Q : 'M[R]_n.+1) : nonneg Q -> coupling mu Q -> law Q.
Proof. by move=> Q0 cQ; split=> //; apply: (mass_coupling mu1). Qed.
Lemma law_edge : law (edge pi mu).
Proof. by apply: law_coupling; [apply: edge_nonneg H|apply: edge_coupling H]. Qed.
Lemma chi2_edge_ge0 : 0 <= chi2 (edge pi mu).
Proof. exact/chi2_ge0/law_edge. Qed.
Lemma indep_coupling : coupling mu (indep mu).
Proof.
split=> [a|b]; rewrite /rmarg /cmarg; under eq_bigr do rewrite mxE.
  by rewrite -mulr_sumr mu1 mulr1.
by rewrite -mulr_suml mu1 mul1r.
Qed.
Lemma chi2_indep : chi2 (indep mu) = 0.
Proof.
rewrite (chi2_coupling indep_coupling).
under eq_bigr => a _ do under eq_bigr => b _ do
  rewrite mxE expr2 mulfK ?mulf_neq0 ?gt_eqF //.
by rewrite -big_distrlr /= mu1 mulr1 subrr.
Qed.
Theorem frobB_chi2 : frobB pi mu = chi2 (edge pi mu).
Proof.
rewrite (chi2_centred law_edge); apply: eq_bigr => a _; apply: eq_bigr => b _.
have [-> ->] := edge_coupling H; rewrite mxE.
have /eqP a0 : mu 0 a != 0 by rewrite gt_eqF.
have /eqP b0 : mu 0 b != 0 by rewrite gt_eqF.
by rnorm R; field; split.
Qed.

(* data processing towards j: law (j, p) times M is at most law (p, .) in chi2 *)
Lemma dpi_left (J M : 'M[R]_n.+1) : nonneg J -> coupling mu J -> nonneg M ->
  chi2 (J *m M) <= chi2 (\matrix_(a, b) (mu 0 a * M a b)).
Proof.
move=> J0 [Jr Jc] M0; pose K : 'M[R]_n.+1 := \matrix_(e, a) (J a e / mu 0 e).
have Ks : stochastic K.
  split=> [e a|e]; first by rewrite mxE divr_ge0 // ltW.
  under eq_bigr do rewrite mxE; rewrite -mulr_suml -/(cmarg J e) Jc.
  by rewrite divff // gt_eqF.
set W := (\matrix_(a, b) _).
have -> : J *m M = (W^T *m K)^T.
  apply/matrixP=> a b; rewrite !mxE; apply: eq_bigr => e _; rewrite !mxE.
  by rewrite [RHS]mulrC mulrA mulfVK ?gt_eqF.
rewrite chi2_tr -[X in _ <= X]chi2_tr; apply: chi2_dpi => // a b.
by rewrite !mxE mulr_ge0 // ltW.
Qed.

Section InForest.
Variable par : nat -> option nat.
Hypothesis F : forest par.
Notation P := (pair_law pi mu par).

(* chi2 information of a rival is smaller by the factor 1 - ga *)
Theorem chi2_rival T i j p : (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  chi2 (P T j i) <= (1 - ga) * chi2 (P T p i).
Proof.
move=> ji iT pi_ jp; have pI := F pi_; have pT := ltn_trans pI iT; have jT := ltn_trans ji iT.
have Z : 0 <= (1 - ga) * chi2 (edge pi mu) by apply: mulr_ge0 chi2_edge_ge0; rewrite subr_ge0.
rewrite (pair_law_parent H F iT pi_) (pair_law_step H F ji iT pi_).
have [lt|gt|E] := ltngtP j p; last by rewrite E eqxx in jp.
- case pp: (par p) => [q|]; last first.
    by rewrite (pair_law_root H F lt pT pp) (indep_mul H) chi2_indep.
  rewrite (pair_law_step H F lt pT pp) -mulmxA.
  have cJ := pair_law_coupling H F jT (ltn_trans (F pp) pT).
  have J0 : nonneg (P T j q) by apply: pair_law_nonneg.
  have p20 : nonneg (pi *m pi).
    by move=> a b; rewrite mxE sumr_ge0 // => c _; rewrite mulr_ge0 //; apply: (proj1 pis).
  apply: le_trans (dpi_left J0 cJ p20) _.
  have -> : \matrix_(a, b) (mu 0 a * (pi *m pi) a b) = edge pi mu *m pi.
    apply/matrixP=> a b; rewrite !mxE mulr_sumr; apply: eq_bigr => c _.
    by rewrite mxE mulrA.
  exact: chi2_contract law_edge pis ga0 mn.
- rewrite pair_law_tr; case pj: (par j) => [q|]; last first.
    have tr : (indep mu)^T = indep mu by apply/matrixP=> a b; rewrite !mxE mulrC.
    by rewrite (pair_law_root H F gt jT pj) tr (indep_mul H) chi2_indep.
  have qT := ltn_trans (F pj) jT.
  rewrite (pair_law_step H F gt jT pj) trmx_mul -pair_law_tr -mulmxA -chi2_tr trmx_mul trmxK.
  have cJ := pair_law_coupling H F qT pT.
  have J0 : nonneg (P T q p) by apply: pair_law_nonneg.
  apply: le_trans (chi2_contract _ pis ga0 mn) _.
    have [A B] := law_mul (law_coupling J0 cJ) pis; split=> [a b|]; first by rewrite mxE.
    by rewrite exchange_big -[RHS]B; apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite mxE.
  by rewrite chi2_tr; apply: ler_wpmul2l; [rewrite subr_ge0|apply: dpi_left => //; apply: (proj1 pis)].
Qed.

(* the limiting gradient of a rival, in absolute value *)
Theorem g_rival T i j p : (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  `|g pi mu (P T j i)| <= (1 - ga / 2%:R) * g pi mu (P T p i).
Proof.
move=> ji iT pi_ jp; rewrite (g_parent_forest H F iT pi_).
have CS := g_cauchy_schwarz_forest H F (ltn_trans ji iT) iT pi_.
have I0 : 0 <= chi2 (P T p i) by rewrite (pair_law_parent H F iT pi_) chi2_edge_ge0.
have {}CS := le_trans CS (ler_wpmul2l I0 (chi2_rival ji iT pi_ jp)).
have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
have h0 : 0 <= 1 - ga / 2%:R.
  by rewrite subr_ge0 ler_pdivr_mulr ?ltr0n // mul1r (le_trans ga1) // ler1n.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 // real_normK ?num_real //.
apply: le_trans CS _; rewrite -subr_ge0.
set X := chi2 _; have hE : ga = ga / 2%:R + ga / 2%:R := splitr ga.
have -> : ((1 - ga / 2%:R) * X) ^+ 2 - X * ((1 - ga) * X) = (ga / 2%:R * X) ^+ 2.
  by rewrite {2}hE; move: (ga / 2%:R) (X) => h x; rnorm R; ring.
exact: sqr_ge0.
Qed.
Theorem gap T i j p : (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga / 2%:R * frobB pi mu <= g pi mu (P T p i) - g pi mu (P T j i).
Proof.
move=> ji iT pi_ jp; have := le_trans (ler_norm _) (g_rival ji iT pi_ jp).
rewrite frobB_chi2 -(pair_law_parent H F iT pi_) -(g_parent_forest H F iT pi_) mulrBl mul1r.
by rewrite ler_subr_addr -ler_subr_addl.
Qed.
End InForest.
End Gap.

Section Self.
Variables (R : realFieldType) (n : nat).
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : chain pi mu.
Lemma path_law00 a b : path_law pi mu 0 0 a b = mu 0 a * (a == b)%:R.
Proof.
rewrite mxE (bigD1 a) //= !expr0 !mxE eqxx mulr1 big1 ?addr0 // => c /negbTE ca.
by rewrite mxE ca mulr0 mul0r.
Qed.
Lemma path_law00C a b : path_law pi mu 0 0 a b = mu 0 b * (a == b)%:R.
Proof. by rewrite path_law00; case: eqP => [->|] //; rewrite !mulr0. Qed.
Theorem g_self : g pi mu (path_law pi mu 0 0) = \tr pi - 1.
Proof.
have [_ _ m0 _] := H; congr (_ - 1); apply: eq_bigr => a _; rewrite (bigD1 a) //=.
rewrite path_law00 eqxx mulr1 divfK ?gt_eqF // big1 ?addr0 // => b /negbTE ba.
by rewrite path_law00 eq_sym ba !mulr0.
Qed.
Theorem chi2_self : chi2 (path_law pi mu 0 0) = n%:R.
Proof.
have [_ _ m0 _] := H; rewrite (chi2_coupling (path_law_coupling H 0 0)).
have E a : \sum_b path_law pi mu 0 0 a b ^+ 2 / (mu 0 a * mu 0 b) = 1.
  rewrite (bigD1 a) //= path_law00 eqxx mulr1 expr2 divff ?mulf_neq0 ?gt_eqF // big1 ?addr0 //.
  by move=> b /negbTE ba; rewrite path_law00 eq_sym ba mulr0 expr0n mul0r.
under eq_bigr do rewrite E; rewrite sumr_const card_ord mulrS addrAC subrr add0r.
by [].
Qed.
End Self.

(* paper-level gap: finite prior w over chains; entries at least ga/S, ||B||_F >= ga, constant mean *)
Section Prior.
Variables (R : realFieldType) (n : nat) (K : finType) (w : K -> R) (ga : R).
Variables (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat).
Hypotheses (w0 : forall k, 0 <= w k) (w1 : \sum_k w k = 1)
  (H : forall k, chain (pi k) (mu k)) (F : forest par) (ga0 : 0 <= ga)
  (lower : forall k a b, ga / n.+1%:R <= pi k a b)
  (nondeg : forall k, ga ^+ 2 <= frobB (pi k) (mu k)).

Let ga1 : ga <= 1.
Proof.
have [k _|none] := pickP (fun _ : K => true).
  by have [pis _ _ _] := H k; apply: minorised_le1 pis (minorised_unif (lower k)).
by have := w1; rewrite big1 => [/esym/eqP|k _]; [rewrite oner_eq0|have := none k].
Qed.
Lemma gap_strict T i j p : (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga ^+ 3 / 2%:R <= \sum_k w k * (g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i)
                                - g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i)).
Proof.
move=> ji iT pi_ jp; rewrite -[X in X <= _]mul1r -{1}w1 mulr_suml; apply: ler_sum => k _.
apply: ler_wpmul2l => //; have mn := minorised_unif (lower k).
apply: le_trans (gap (H k) ga0 mn F ji iT pi_ jp).
rewrite exprS mulrAC; apply: ler_wpmul2l; last exact: nondeg.
by rewrite divr_ge0 ?ler0n.
Qed.
Hypothesis mean : \sum_k w k *: pi k = const_mx n.+1%:R^-1.
Lemma self_mean T i : (i < T)%N ->
  \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T i i) = 0.
Proof.
move=> iT; under eq_bigr => k _ do rewrite (pair_law_same (H k) F iT) (g_self (H k)) mulrBr mulr1.
rewrite sumrB w1; apply/eqP; rewrite subr_eq0; apply/eqP.
under eq_bigr do rewrite mulr_sumr; rewrite exchange_big /=.
have E a : \sum_k w k * pi k a a = n.+1%:R^-1.
  have := congr1 (fun M : 'M[R]_n.+1 => M a a) mean; rewrite mxE summxE => <-.
  by apply: eq_bigr => k _; rewrite mxE.
by under eq_bigr do rewrite E; rewrite sumr_const card_ord -[_ *+ _]mulr_natl divff // pnatr_eq0.
Qed.
Theorem gap_prior T i j p : (j <= i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga ^+ 3 / 2%:R <= \sum_k w k * (g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i)
                                - g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i)).
Proof.
rewrite leq_eqVlt => /orP[/eqP-> iT pi_ _|]; last exact: gap_strict.
under eq_bigr do rewrite mulrBr; rewrite sumrB self_mean // subr0.
rewrite -[X in X <= _]mul1r -{1}w1 mulr_suml; apply: ler_sum => k _; apply: ler_wpmul2l => //.
rewrite (g_parent_forest (H k) F iT pi_) (pair_law_parent (H k) F iT pi_) -(frobB_chi2 (H k)).
apply: le_trans (nondeg k); rewrite exprS mulrAC -[X in _ <= X]mul1r.
apply: ler_wpmul2r; first exact: sqr_ge0.
by rewrite ler_pdivr_mulr ?ltr0n // mul1r (le_trans ga1) // ler1n.
Qed.
End Prior.

Theorem GapIsBoundedBelow : GapIsBoundedBelow_statement.
Proof. by move=> *; apply: gap_prior. Qed.

Theorem GapOfOneChain : GapOfOneChain_statement.
Proof. by move=> R n pi mu ga par T i j p H ga0 mn F ji iT pi_ jp; apply: gap. Qed.

Theorem FrobeniusNormIsChi2 : FrobeniusNormIsChi2_statement.
Proof. move=> R n pi mu; exact: frobB_chi2. Qed.

Theorem SelfEntryAveragesToZero : SelfEntryAveragesToZero_statement.
Proof. by move=> R n K w pi mu par T i w1 H F mean; apply: self_mean. Qed.
